/// The status codes of commands that this server does not carry out (SyncML Representation section 7).
public enum RefusedCommand {
    /// The code with which a command is refused; nil for a command that is handled.
    public static func status(of command: Command) -> Int? {
        if command.commandID.isEmpty {
            switch command {
            case .status, .results, .map: return nil
            case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .sync, .sequence, .atomic, .exec, .search,
                .unknown:
                return StatusCode.incompleteCommand
            }
        }
        switch command {
        case .exec, .search: return StatusCode.optionalFeatureNotSupported
        case .unknown: return StatusCode.notImplemented
        case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .results, .status, .map, .sync, .sequence,
            .atomic:
            return nil
        }
    }
}
