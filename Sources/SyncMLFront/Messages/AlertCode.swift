/// Alert codes (DS Protocol, alert codes). Sync modes 200 to 210 are `SyncMode`'s.
public enum AlertCode {
    /// 100: show a text to the user.
    public static let display = 100
    /// 221: send the remaining results.
    public static let resultAlert = 221
    /// 222: next message please; nothing to send, no Final received yet.
    public static let nextMessage = 222
    /// 223: the end of a chunked object is missing.
    public static let noEndOfData = 223
    /// 224: the session is suspended (1.2).
    public static let suspend = 224
    /// 225: resume a suspended session (1.2).
    public static let resume = 225
    /// 666: Funambol's heart beat.
    public static let heartBeat = 666
}
