import Bridge

/// The page people see who open a phone's address in a browser.
struct Page {
    let url: String
    let settings: Settings

    var bytes: [UInt8] { Array(html.utf8) }

    private var html: String {
        let address = Page.escaped(url)
        let name = Page.escaped(settings.serverName)
        let warning =
            url.hasPrefix("https://")
            ? "" : "<p>This address is plain HTTP: on an open network others can read passwords sent with Basic.</p>\n"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(name)</title>
            <style>body{font:1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}code{font-size:1.1em}</style>
            </head>
            <body>
            <h1>\(name)</h1>
            <p>Here phones that speak SyncML keep contacts, calendar, tasks and notes in sync. Browsers can do nothing here;
            type this into the phone's synchronisation settings:</p>
            <table>
            <tr><th align="left">Server address</th><td><code>\(address)</code></td></tr>
            <tr><th align="left">User name, password</th><td>those of your server account, or as your admin told you</td></tr>
            <tr><th align="left">Contacts database</th><td><code>contacts</code></td></tr>
            <tr><th align="left">Calendar database</th><td><code>calendar</code></td></tr>
            <tr><th align="left">Tasks database</th><td><code>tasks</code></td></tr>
            <tr><th align="left">Notes database</th><td><code>notes</code></td></tr>
            </table>
            \(warning)<p><small>footbridge \(Page.escaped(settings.version))</small></p>
            </body>
            </html>

            """
    }

    /// Text inside an element or a quoted attribute.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { out, character in
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.append(character)
            }
        }
    }
}
