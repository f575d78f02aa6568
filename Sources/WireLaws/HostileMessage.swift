import Markup
import SyncMLFront

/// Any tree is a message or a typed error; and a message that is written and read again is the same.
enum HostileMessage {
    private static let lax = WireLimits(maxBytes: 64 << 20, maxDepth: 80, maxElements: 400_000)

    /// The first byte chooses the form.
    static func broken(by bytes: [UInt8]) -> [String] {
        guard let choice = bytes.first else { return [] }
        let encoding: WireEncoding = choice % 2 == 0 ? .wbxml : .xml
        guard let tree = try? WireForm.decode(Array(bytes.dropFirst()), as: encoding) else { return [] }
        var broken = information(in: tree)
        guard let message = try? Message(from: tree) else { return broken }
        readAll(message)
        for form in WireEncoding.allCases {
            broken += written(message, form).map { "\(encoding) as \(form): \($0)" }
        }
        return broken
    }

    private static func written(_ message: Message, _ form: WireEncoding) -> [String] {
        let tree = message.element(form)
        guard (try? Message(from: tree)) == announcing(message, form) else {
            return ["the tree of a message is another message"]
        }
        let version = message.header.version
        let bytes = WireForm.encode(tree, as: form, version: version)
        var broken: [String] = []
        let envelope = WireForm.envelopeSize(header: message.header, isFinal: message.isFinal, as: form)
        let parts = tree.body.filter { $0.name != "Final" }.reduce(0) {
            $0 + WireForm.size(of: $1, as: form, version: version)
        }
        let hasUnknown = message.commands.contains { if case .unknown = $0 { true } else { false } }
        if !hasUnknown, parts > 0 || message.isFinal, envelope + parts != bytes.count {
            broken.append("\(envelope) and \(parts) bytes are not \(bytes.count)")
        }
        guard let once = try? Message(from: WireForm.decode(bytes, as: form, limits: lax)) else {
            return broken + ["it cannot be read"]
        }
        let again = WireForm.encode(once.element(form), as: form, version: version)
        guard let twice = try? Message(from: WireForm.decode(again, as: form, limits: lax)), twice == once else {
            return broken + ["it reads otherwise the second time"]
        }
        return broken
    }

    /// The message with the type of device information that belongs to a form.
    private static func announcing(_ message: Message, _ form: WireEncoding) -> Message {
        func corrected(_ meta: inout Meta?) {
            let isInformation = meta?.type?.hasPrefix("application/vnd.syncml-devinf+") ?? false
            if isInformation { meta?.type = form.deviceInformationType }
        }
        var message = message
        for index in message.commands.indices {
            if case .put(var put) = message.commands[index] {
                corrected(&put.meta)
                message.commands[index] = .put(put)
            } else if case .results(var results) = message.commands[index] {
                corrected(&results.meta)
                message.commands[index] = .results(results)
            }
        }
        return message
    }

    /// All that a session asks of a message before it runs it.
    private static func readAll(_ message: Message) {
        _ = AuthenticationMachine().received(message)
        var packages = PackageMachine()
        _ = packages.received(opens: message.isFinal, syncs: !message.isFinal, isFinal: message.isFinal)
        message.commands.forEach(readAll)
    }

    private static func readAll(_ command: Command) {
        _ = RefusedCommand.status(of: command)
        switch command {
        case .add(let items), .replace(let items), .copy(let items), .move(let items), .delete(let items):
            for item in items.items {
                let format = ContentFormat(item.meta?.format ?? items.meta?.format)
                _ = try? format?.undone(item.data?.content ?? [], password: "secret")
            }
        case .sync(let sync): sync.commands.forEach(readAll)
        case .sequence(let group), .atomic(let group): group.commands.forEach(readAll)
        case .alert, .get, .put, .results, .status, .map, .exec, .search, .unknown: break
        }
    }

    /// Device information that was written and read is the same the second time, and has a profile.
    private static func information(in element: Element) -> [String] {
        guard element.name == "DevInf" else { return element.elements.flatMap(information) }
        let information = DeviceInformation(from: element)
        _ = information.profile(userAgent: "Nokia6230", deviceID: "IMEI:1")
        return ProtocolVersion.allCases.flatMap { version -> [String] in
            let once = DeviceInformation(from: information.element(version))
            let twice = DeviceInformation(from: once.element(version))
            return once == twice ? [] : ["device information of \(version.rawValue) reads otherwise the second time"]
        }
    }
}

extension Element {
    fileprivate var body: [Element] { self[child: "SyncBody"]?.elements ?? [] }
}
