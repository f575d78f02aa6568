import Foundation
import Phone

/// `--habit NAME=VALUE`: one habit of a simulated phone, by the name that it has in `PhoneHabits`.
enum PhoneHabit {
    /// The names of all habits.
    static var names: [String] { Mirror(reflecting: PhoneHabits()).children.compactMap(\.label).sorted() }

    /// Habits with some of them changed. Throws a `PhoneError` for a name or value that is none.
    static func apply(_ wishes: [String], to habits: PhoneHabits) throws(PhoneError) -> PhoneHabits {
        var habits = habits
        for wish in wishes { habits = try apply(wish, to: habits) }
        return habits
    }

    private static func apply(_ wish: String, to habits: PhoneHabits) throws(PhoneError) -> PhoneHabits {
        let parts = wish.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, names.contains(parts[0]) else {
            throw PhoneError(.misuse, "\(wish) is no habit; NAME=VALUE with a name of \(names.joined(separator: ", "))")
        }
        do {
            let known = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(habits))
            guard var fields = known as? [String: Any] else { return habits }
            // true, 2 and "text" as in JSON; what is none of these is a text.
            fields[parts[0]] =
                (try? JSONSerialization.jsonObject(with: Data(parts[1].utf8), options: .fragmentsAllowed)) ?? parts[1]
            return try JSONDecoder().decode(
                PhoneHabits.self, from: try JSONSerialization.data(withJSONObject: fields))
        } catch {
            throw PhoneError(.misuse, "\(parts[1]) is no value of the habit \(parts[0])")
        }
    }
}
