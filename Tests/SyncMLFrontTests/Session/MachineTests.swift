import SyncMLFront
import Testing

@Suite("The machines of a session")
struct MachineTests {
    @Test("Packages one after the other")
    func packages() {
        var machine = PackageMachine()
        #expect(machine.received(opens: true, syncs: false, isFinal: false) == .acknowledge)
        #expect(machine.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
        #expect(machine.received(opens: false, syncs: true, isFinal: false) == .acknowledge)
        #expect(machine.received(opens: false, syncs: true, isFinal: true) == .settle)
        #expect(machine.received(opens: false, syncs: false, isFinal: true) == .settle)
        machine.settled()
        #expect(machine.isPastDeviceChanges)
        #expect(machine.received(opens: false, syncs: false, isFinal: false) == .serve)
        machine.servedEverything()
        #expect(machine.received(opens: false, syncs: false, isFinal: false) == .acknowledge)
        #expect(!machine.isEnded)
        #expect(machine.received(opens: false, syncs: false, isFinal: true) == .end)
        #expect(machine.isEnded)
    }

    @Test("A device that asks for the rest of package 2 has not sent its changes yet, whatever Final it says")
    func restOfInitialization() {
        var machine = PackageMachine()
        #expect(machine.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
        for isFinal in [true, false] {
            #expect(machine.received(opens: false, syncs: false, isFinal: isFinal, owesFinal: true) == .acknowledge)
        }
        #expect(!machine.isPastDeviceChanges)
        #expect(machine.received(opens: false, syncs: true, isFinal: true) == .settle)
        var hasty = PackageMachine()
        #expect(hasty.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
        #expect(hasty.received(opens: false, syncs: true, isFinal: true, owesFinal: true) == .settle)
    }

    @Test("Final in every message: changes that come afterwards are settled, too")
    func finalInEveryMessage() {
        var machine = PackageMachine()
        #expect(machine.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
        #expect(machine.received(opens: false, syncs: true, isFinal: true, brings: true) == .settle)
        machine.settled()
        #expect(machine.received(opens: false, syncs: true, isFinal: true, brings: true) == .settle)
        machine.settled()
        // An empty Sync brings nothing.
        #expect(machine.received(opens: false, syncs: true, isFinal: true) == .serve)
        machine.servedEverything()
        #expect(machine.received(opens: false, syncs: true, isFinal: true, brings: true) == .settle)
        machine.settled()
        machine.servedEverything()
        #expect(machine.received(opens: false, syncs: false, isFinal: true) == .end)
    }

    @Test("Who has said nothing but what it is begins later, but not for ever")
    func unbegun() {
        var machine = PackageMachine()
        #expect(machine.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
        for round in 0..<4 {
            #expect(
                machine.received(opens: false, syncs: false, isFinal: true, isUnbegun: true, isFilled: round == 0)
                    == .finishInitialization)
        }
        #expect(machine.received(opens: false, syncs: false, isFinal: true, isUnbegun: true) == .settle)
        // Who had room, and says nothing, has nothing.
        var silent = PackageMachine()
        #expect(silent.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
        #expect(silent.received(opens: false, syncs: false, isFinal: true, isUnbegun: true) == .settle)
    }

    @Test("Who has announced more than has come ends its package later", arguments: [true, false])
    func announced(isFinal: Bool) {
        var machine = PackageMachine()
        #expect(machine.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
        for _ in 0..<2 {
            #expect(
                machine.received(opens: false, syncs: true, isFinal: true, brings: true, isShort: true)
                    == .acknowledge)
        }
        // It has counted wrong, and asks for what it is owed.
        #expect(machine.received(opens: false, syncs: false, isFinal: isFinal, isShort: true) == .settle)
    }

    @Test("Packages 1 and 3 in one message")
    func joined() {
        var machine = PackageMachine()
        #expect(machine.received(opens: true, syncs: true, isFinal: true) == .settle)
        #expect(!machine.isPastDeviceChanges)
    }

    @Test("Chunks of a large object")
    func chunks() {
        let key = IncomingObject.Key(datastore: "contacts", command: "Add", luid: "1")
        let other = IncomingObject.Key(datastore: "contacts", command: "Add", luid: "2")
        var object = IncomingObject()
        func chunk(_ length: Int, _ more: Bool, _ size: Int?, _ key: IncomingObject.Key) -> IncomingObject.Step {
            object.received(key, length: length, moreData: more, size: size, meta: nil, limit: 100)
        }
        #expect(chunk(10, false, 5, key) == .whole)
        #expect(chunk(10, true, nil, key) == .sizeMissing)
        #expect(chunk(10, true, 101, key) == .tooLarge)
        #expect(!object.isWaiting)
        #expect(chunk(10, true, 20, key) == .buffer(at: nil))
        #expect(object.isWaiting && object.isInterrupted(by: other) && !object.isInterrupted(by: key))
        #expect(chunk(10, false, nil, key) == .complete(at: nil, meta: nil))
        #expect(chunk(10, true, 20, key) == .buffer(at: nil))
        #expect(chunk(9, false, nil, key) == .sizeMismatch)
        #expect(chunk(60, true, 100, key) == .buffer(at: nil))
        #expect(chunk(60, true, nil, key) == .tooLarge)
        #expect(!object.isWaiting)
    }

    @Test("The first chunk after a resumption says where it belongs, goes on, or begins anew")
    func resumedChunks() {
        let key = IncomingObject.Key(datastore: "contacts", command: "Add", luid: "1")
        let other = IncomingObject.Key(datastore: "contacts", command: "Add", luid: "2")
        func resumed() -> IncomingObject {
            var object = IncomingObject()
            _ = object.received(key, length: 10, moreData: true, size: 30, meta: nil, limit: 100)
            _ = object.received(key, length: 10, moreData: true, size: nil, meta: nil, limit: 100)
            object.resume()
            return object
        }
        func first(_ more: Bool, _ size: Int?, _ position: Int?) -> IncomingObject.Step {
            var object = resumed()
            #expect(object.isResumed(key) && !object.isResumed(other))
            return object.received(
                key, length: 10, moreData: more, size: size, meta: nil, limit: 100, position: position)
        }
        #expect(first(false, nil, nil) == .complete(at: nil, meta: nil))
        #expect(first(false, nil, 20) == .complete(at: 20, meta: nil))
        #expect(first(true, nil, 10) == .buffer(at: 10))
        #expect(first(false, nil, 10) == .sizeMismatch)
        #expect(first(true, nil, 21) == .sizeMismatch)
        #expect(first(true, 30, nil) == .buffer(at: 0))
        #expect(first(false, nil, 0) == .whole)
        // Only the first one.
        var object = resumed()
        _ = object.received(key, length: 5, moreData: true, size: nil, meta: nil, limit: 100, position: 20)
        #expect(!object.isResumed(key))
        #expect(
            object.received(key, length: 5, moreData: false, size: nil, meta: nil, limit: 100, position: 3)
                == .complete(at: nil, meta: nil))
    }

    @Test("A chunk whose status was lost is known again by its bytes and by the size of the whole")
    func repeatedChunks() {
        let key = IncomingObject.Key(datastore: "contacts", command: "Add", luid: "1")
        let bytes = Array("aaaabbbbccccdd".utf8)
        func after(_ chunks: Int) -> IncomingObject {
            var object = IncomingObject()
            for number in 0..<chunks {
                let length = min(4, bytes.count - number * 4)
                _ = object.received(
                    key, length: length, moreData: number < 3, size: number == 0 ? 14 : nil, meta: nil, limit: 100)
            }
            object.resume()
            return object
        }
        func place(_ chunks: Int, _ chunk: String, isLast: Bool) -> Int? {
            after(chunks).place(of: Array(chunk.utf8), isLast: isLast, in: Array(bytes.prefix(chunks * 4)))
        }
        #expect(place(2, "bbbb", isLast: false) == 4)
        #expect(place(2, "bbbbcc", isLast: false) == 4)
        #expect(place(2, "cccc", isLast: false) == 8)
        #expect(place(2, "ccccdd", isLast: true) == 8)
        #expect(place(2, "bbbbccccdd", isLast: true) == 4)
        #expect(place(2, "zz", isLast: true) == nil)
        // All of it has come: the end again, or another item of that name.
        #expect(place(4, "dd", isLast: true) == 12)
        #expect(place(4, "zz", isLast: true) == nil && place(4, "whole new text", isLast: true) == nil)
        var object = after(4)
        #expect(!object.isWaiting)
        #expect(
            object.received(key, length: 2, moreData: false, size: nil, meta: nil, limit: 100, position: 12)
                == .complete(at: 12, meta: nil))
        object = after(4)
        #expect(object.received(key, length: 9, moreData: false, size: nil, meta: nil, limit: 100) == .whole)
        object = after(4)
        #expect(object.received(key, length: 9, moreData: true, size: nil, meta: nil, limit: 100) == .sizeMissing)
    }

    @Test("A suspended session answers and does nothing more")
    func suspended() {
        for isFinal in [true, false] {
            var machine = PackageMachine()
            #expect(machine.received(opens: true, syncs: false, isFinal: true) == .finishInitialization)
            #expect(machine.received(opens: false, syncs: true, isFinal: isFinal, suspends: true) == .suspend)
            #expect(machine.isEnded && machine.isSuspended && !machine.isPastDeviceChanges)
            #expect(machine.received(opens: false, syncs: true, isFinal: true) == .acknowledge)
        }
    }

    @Test("Statuses find their commands once")
    func outstanding() {
        var commands = OutstandingCommands<String>()
        commands.sent(messageID: "1", commandID: "4", purpose: "add")
        commands.sent(messageID: "2", commandID: "4", purpose: "delete")
        func status(_ message: String, _ command: String) -> Status {
            Status(commandID: "1", messageRef: message, commandRef: command, command: "Add", code: 200)
        }
        #expect(commands.answered(by: status("3", "4")) == nil)
        #expect(commands.answered(by: status("2", "4")) == "delete")
        #expect(commands.answered(by: status("2", "4")) == nil)
        #expect(commands.purposes == ["add"])
    }

    @Test("A message is filled to its limit and not beyond", arguments: WireEncoding.allCases)
    func packer(encoding: WireEncoding) {
        let header = Header(
            version: .v12, sessionID: "1", messageID: "1", target: Location(uri: "a"), source: Location(uri: "b"))
        var packer = ReplyPacker(header: header, encoding: encoding, limit: 1500)
        var count = 0
        while packer.add(
            .status(
                Status(commandID: packer.nextCommandID(), messageRef: "1", commandRef: "1", command: "Add", code: 200)))
        { count += 1 }
        #expect(count > 5)
        let message = packer.message(isFinal: true)
        #expect(message.commands.count == count)
        #expect(WireForm.encode(message.element(encoding), as: encoding, version: .v12).count <= 1500)
    }

    @Test("A Sync that is full leaves no room for the next one", arguments: WireEncoding.allCases)
    func fullSync(encoding: WireEncoding) {
        let header = Header(
            version: .v12, sessionID: "1", messageID: "1", target: Location(uri: "a"), source: Location(uri: "b"))
        var packer = ReplyPacker(header: header, encoding: encoding, limit: 1500)
        func add(_ bytes: Int) -> Command {
            let text = String(repeating: "x", count: bytes)
            return .add(ItemCommand(commandID: packer.nextCommandID(), items: [Item(data: .bytes(Array(text.utf8)))]))
        }
        let status = Status(commandID: "1", messageRef: "1", commandRef: "0", command: "SyncHdr", code: 200)
        _ = packer.add(.status(status))
        _ = packer.openSync(Sync(commandID: packer.nextCommandID()))
        let frame = packer.size(of: add(0))
        let filled = packer.addToSync(add(packer.free - frame - 8))
        #expect(filled)
        let isOpen = packer.openSync(
            Sync(commandID: "9", target: Location(uri: "notes"), source: Location(uri: "./notes")))
        #expect(!isOpen)
        let message = packer.message(isFinal: true)
        #expect(message.commands.count == 2)
        #expect(WireForm.encode(message.element(encoding), as: encoding, version: .v12).count <= 1500)
    }
}
