import Glibc
import Mapping
import Testing

@Suite struct StateLockTests {
    @Test func aSecondOneIsRefusedUntilTheFirstEnds() throws {
        try TestFolder.use { base in
            let folder = try StateFolder(base)
            var first: StateLock? = try StateLock(folder)
            let error = #expect(throws: StoreError(.alreadyLocked, "")) { _ = try StateLock(folder) }
            #expect(error?.reason.contains("process \(getpid())") == true)
            #expect(error?.reason.contains(folder.path) == true)
            withExtendedLifetime(first) {}
            first = nil
            _ = try StateLock(folder)
        }
    }

    /// The folder is named after the parent process, since a child gets no values.
    private static func folder(of process: pid_t) -> String { "/tmp/footbridge-mapping-lock-\(process)" }

    @Test func anotherProcessIsRefusedAndAKilledOneLeavesNothing() async throws {
        TestFolder.remove(StateLockTests.folder(of: getpid()))
        let folder = try StateFolder(StateLockTests.folder(of: getpid()))
        defer { TestFolder.remove(folder.path) }
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let lock = try StateLock(try StateFolder(StateLockTests.folder(of: getppid())))
            kill(getpid(), SIGKILL)
            withExtendedLifetime(lock) {}
        }
        let lock = try StateLock(folder)
        await #expect(processExitsWith: .exitCode(3)) {
            do {
                _ = try StateLock(try StateFolder(StateLockTests.folder(of: getppid())))
            } catch let error as StoreError where error.code == .alreadyLocked {
                exit(3)
            }
        }
        withExtendedLifetime(lock) {}
    }
}
