import Dispatch
import Glibc
import LensLaws
import WireLaws

/// Runs libFuzzer with its own options on one target. FOOTBRIDGE_FUZZ names it; `trap` is a planted fault, by which a run shows
/// that it would find one. With FOOTBRIDGE_FUZZ_SEEDS it writes the target's seeds into that folder instead.
@main
enum Fuzz {
    private static let target = Target(getenv("FOOTBRIDGE_FUZZ").map { String(cString: $0) } ?? "")

    static func main() {
        guard let target else { fail("FOOTBRIDGE_FUZZ is none of \(Target.names.joined(separator: ", "))") }
        if let folder = getenv("FOOTBRIDGE_FUZZ_SEEDS").map({ String(cString: $0) }) {
            return writeSeeds(awaited { await target.seeds() }, to: folder)
        }
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runDriver(&count, &arguments) { start, count in
                Fuzz.execute(UnsafeBufferPointer(start: start, count: count))
            })
    }

    private static func execute(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        guard let target else { return 0 }
        let bytes = Array(input)
        let broken = target.isAwaited ? awaited { await target.broken(by: bytes) } : target.brokenAtOnce(by: bytes)
        if !broken.isEmpty { fail("\(target.name): \(broken.joined(separator: "; "))") }
        return 0
    }

    private static func writeSeeds(_ seeds: [[UInt8]], to folder: String) {
        for (number, seed) in seeds.enumerated() {
            guard let file = fopen("\(folder)/seed-\(number)", "w") else { fail("\(folder) cannot be written") }
            fwrite(seed, 1, seed.count, file)
            fclose(file)
        }
    }

    /// What a task returns; this thread, libFuzzer's own, waits for it.
    private static func awaited<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) -> Result {
        let done = DispatchSemaphore(value: 0)
        let box = Box<Result>()
        Task {
            box.value = await body()
            done.signal()
        }
        done.wait()
        guard let value = box.value else { fail("a task ended without its result") }
        return value
    }

    /// Written before the signal and read behind it.
    private final class Box<Value>: @unchecked Sendable {
        var value: Value?
    }

    static func fail(_ words: String) -> Never {
        let line = Array((words + "\n").utf8)
        write(STDERR_FILENO, line, line.count)
        abort()
    }
}

/// libFuzzer's own loop (https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
