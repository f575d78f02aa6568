import ArgumentParser
import Phone
import SyncMLFront
import SyncTypes

/// `--xml` or `--wbxml`.
enum PhoneEncoding: String, EnumerableFlag {
    case wbxml
    case xml

    var wire: WireEncoding {
        switch self {
        case .wbxml: .wbxml
        case .xml: .xml
        }
    }
}

/// `--auth`.
enum PhoneAuthentication: String, CaseIterable, ExpressibleByArgument {
    case basic
    case md5

    var scheme: SyncMLFront.AuthenticationScheme {
        switch self {
        case .basic: .basic
        case .md5: .md5
        }
    }
}

/// `--mode`.
enum PhoneMode: String, CaseIterable, ExpressibleByArgument {
    case twoWay = "two-way"
    case slow
    case oneWayFromClient = "one-way-from-client"
    case refreshFromClient = "refresh-from-client"
    case oneWayFromServer = "one-way-from-server"
    case refreshFromServer = "refresh-from-server"

    var mode: SyncMode {
        switch self {
        case .twoWay: .twoWay
        case .slow: .slow
        case .oneWayFromClient: .oneWayFromClient
        case .refreshFromClient: .refreshFromClient
        case .oneWayFromServer: .oneWayFromServer
        case .refreshFromServer: .refreshFromServer
        }
    }
}

/// `--like`.
enum PhoneFamily: String, CaseIterable, ExpressibleByArgument {
    case syncEvolution = "syncevolution"
    case s60
    case nokia9210
    case sonyEricsson = "sonyericsson"
    case funambol
    case panasonic

    var habits: PhoneHabits {
        switch self {
        case .syncEvolution: .syncEvolution
        case .s60: .s60
        case .nokia9210: .nokia9210
        case .sonyEricsson: .sonyEricsson
        case .funambol: .funambol
        case .panasonic: .panasonic
        }
    }
}

extension ProtocolVersion: ExpressibleByArgument {}
