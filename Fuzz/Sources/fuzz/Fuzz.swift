import Glibc
import LensLaws

/// Runs libFuzzer with its own options on one target. FOOTBRIDGE_FUZZ names it; `trap` is a planted fault, by which a run shows
/// that it would find one. With FOOTBRIDGE_FUZZ_SEEDS it writes the target's seeds into that folder instead.
@main
enum Fuzz {
    private static let name = getenv("FOOTBRIDGE_FUZZ").map { String(cString: $0) } ?? ""
    private static let target = HostileTarget(rawValue: name)

    static func main() {
        guard target != nil || name == "trap" else {
            fail("FOOTBRIDGE_FUZZ is none of \(HostileTarget.allCases.map(\.rawValue).joined(separator: ", ")), trap")
        }
        if let folder = getenv("FOOTBRIDGE_FUZZ_SEEDS").map({ String(cString: $0) }) { return writeSeeds(to: folder) }
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runDriver(&count, &arguments) { start, count in
                Fuzz.execute(UnsafeBufferPointer(start: start, count: count))
            })
    }

    private static func execute(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let bytes = Array(input)
        if let target {
            let broken = target.broken(by: bytes)
            if !broken.isEmpty { fail("\(target.rawValue): \(broken.joined(separator: "; "))") }
        } else {
            spring(bytes)
        }
        return 0
    }

    /// A fault behind four steps, each of which a fuzzer sees by the branch it takes.
    private static func spring(_ bytes: [UInt8]) {
        guard bytes.count >= 4, bytes[0] == UInt8(ascii: "T") else { return }
        guard bytes[1] == UInt8(ascii: "R") else { return }
        guard bytes[2] == UInt8(ascii: "A") else { return }
        guard bytes[3] == UInt8(ascii: "P") else { return }
        fail("the planted trap was found")
    }

    private static func writeSeeds(to folder: String) {
        for (number, seed) in (target?.seeds ?? [[0]]).enumerated() {
            guard let file = fopen("\(folder)/seed-\(number)", "w") else { fail("\(folder) cannot be written") }
            fwrite(seed, 1, seed.count, file)
            fclose(file)
        }
    }

    private static func fail(_ words: String) -> Never {
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
