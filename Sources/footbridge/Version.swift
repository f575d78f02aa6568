/// The version of the program, as `--version`, the page and the phones are told it.
enum Version {
    static let text = "0.1.0"
}
