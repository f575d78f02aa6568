"""What a run of the mutations found, for people."""


def text(findings, options, control_seeds, seconds, listed):
    """The Markdown of the run; `listed`: how many faults there are."""
    caught = [finding for finding in findings if finding.is_caught]
    lines = ["## Mutations", ""]
    lines += ["%s, commit %s: `make mutate`. %d of %d deliberate faults tried, at most %d seeds each; %d caught in %.0f minutes. "
              "Without a fault %d seeds kept every promise; a seed counts only if it does so too." % (
                  options.date or "undated", options.commit or "unknown", len(findings), listed, options.seeds, len(caught),
                  seconds / 60, control_seeds), ""]
    lines += ["| in | fault | breaks | caught by | seed | seconds |", "|---|---|---|---|---:|---:|"]
    for finding in findings:
        mutation = finding.mutation
        cells = ("**not caught**", finding.excuse or "-") if not finding.is_caught else (finding.invariant, finding.seed)
        lines.append("| %s | %s | %s | %s | %s | %.0f |" % (
            mutation.layer, mutation.name, mutation.breaks, *cells, finding.seconds))
    return "\n".join(lines) + "\n"
