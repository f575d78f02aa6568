/// Names that devices and people give, as parts of the names of files and folders.
public enum FileName {
    /// Letters, digits, dots, hyphens and underscores of ASCII stay; any other character becomes an underscore. At most `longest` of them.
    public static func safe(_ text: String, longest: Int) -> String {
        String(
            text.prefix(longest).map { character in
                character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
                    ? character : "_"
            })
    }

    /// A name as that of a folder of its own.
    public static func folder(_ name: String) -> String {
        let kept = safe(name, longest: 80)
        return kept.allSatisfy { $0 == "." } ? "_" : kept
    }
}
