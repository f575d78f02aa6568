/// Status codes (Representation Protocol, response status codes).
public enum StatusCode {
    /// 101: in progress.
    public static let inProgress = 101
    /// 200: done.
    public static let ok = 200
    /// 201: the item was added.
    public static let itemAdded = 201
    /// 202: accepted for later processing.
    public static let accepted = 202
    /// 203: done, but not from the origin.
    public static let nonAuthoritative = 203
    /// 204: nothing to return.
    public static let noContent = 204
    /// 205: the sender shall reset its content.
    public static let resetContent = 205
    /// 206: done in part.
    public static let partialContent = 206
    /// 207: conflict, resolved by merging.
    public static let conflictMerged = 207
    /// 208: conflict, the client's version won.
    public static let conflictClientWins = 208
    /// 209: conflict, resolved by a duplicate.
    public static let conflictDuplicated = 209
    /// 210: deleted, not archived.
    public static let deletedWithoutArchive = 210
    /// 211: nothing to delete there.
    public static let itemNotDeleted = 211
    /// 212: credentials good for the whole session.
    public static let authenticationAccepted = 212
    /// 213: chunk accepted and buffered.
    public static let chunkAccepted = 213
    /// 214: the operation was cancelled.
    public static let cancelledOK = 214
    /// 215: not executed, as something around it was.
    public static let notExecuted = 215
    /// 216: the Atomic was rolled back.
    public static let atomicRolledBack = 216
    /// 300: several choices.
    public static let multipleChoices = 300
    /// 301: moved for good.
    public static let movedPermanently = 301
    /// 302: moved for now.
    public static let found = 302
    /// 303: see another URI.
    public static let seeOther = 303
    /// 304: not modified.
    public static let notModified = 304
    /// 305: use the proxy.
    public static let useProxy = 305
    /// 400: bad request.
    public static let badRequest = 400
    /// 401: the credentials are wrong.
    public static let invalidCredentials = 401
    /// 402: payment required.
    public static let paymentRequired = 402
    /// 403: refused.
    public static let forbidden = 403
    /// 404: not found.
    public static let notFound = 404
    /// 405: the command is not allowed here.
    public static let commandNotAllowed = 405
    /// 406: an optional feature is not supported.
    public static let optionalFeatureNotSupported = 406
    /// 407: credentials are needed.
    public static let missingCredentials = 407
    /// 408: the request took too long.
    public static let requestTimeout = 408
    /// 409: conflict.
    public static let conflict = 409
    /// 410: gone for good.
    public static let gone = 410
    /// 411: Meta/Size is required in the first chunk.
    public static let sizeRequired = 411
    /// 412: the command is incomplete.
    public static let incompleteCommand = 412
    /// 413: the item is too large.
    public static let entityTooLarge = 413
    /// 414: the URI is too long.
    public static let uriTooLong = 414
    /// 415: the media type or format is not supported.
    public static let unsupportedMediaType = 415
    /// 416: the announced size is too big.
    public static let requestedSizeTooBig = 416
    /// 417: try later.
    public static let retryLater = 417
    /// 418: the item exists already.
    public static let alreadyExists = 418
    /// 419: conflict, the server's version won.
    public static let conflictServerWins = 419
    /// 420: no room left.
    public static let deviceFull = 420
    /// 421: the search grammar is unknown.
    public static let unknownSearchGrammar = 421
    /// 422: the filter is bad.
    public static let badCGIScript = 422
    /// 423: an item that was soft-deleted conflicts.
    public static let softDeleteConflict = 423
    /// 424: the size is not the one announced.
    public static let sizeMismatch = 424
    /// 425: permission denied.
    public static let permissionDenied = 425
    /// 426: a partial item is not accepted.
    public static let partialItemNotAccepted = 426
    /// 427: the parent is not empty.
    public static let itemNotEmpty = 427
    /// 428: the move failed.
    public static let moveFailed = 428
    /// 500: the command failed.
    public static let commandFailed = 500
    /// 501: not implemented.
    public static let notImplemented = 501
    /// 502: the upstream answered badly.
    public static let badGateway = 502
    /// 503: not available at the moment.
    public static let serviceUnavailable = 503
    /// 504: the upstream did not answer in time.
    public static let gatewayTimeout = 504
    /// 505: the DTD version is not supported.
    public static let versionNotSupported = 505
    /// 506: processing failed.
    public static let processingError = 506
    /// 507: the Atomic failed.
    public static let atomicFailed = 507
    /// 508: a slow sync is needed.
    public static let refreshRequired = 508
    /// 509: reserved.
    public static let reserved509 = 509
    /// 510: the datastore failed.
    public static let datastoreFailure = 510
    /// 511: the server failed.
    public static let serverFailure = 511
    /// 512: the synchronisation failed.
    public static let synchronizationFailed = 512
    /// 513: the protocol version is not supported.
    public static let protocolVersionNotSupported = 513
    /// 514: cancelled.
    public static let cancelled = 514
    /// 516: the Atomic could not be rolled back.
    public static let atomicRollbackFailed = 516
    /// 517: the response to the Atomic does not fit.
    public static let atomicResponseTooLarge = 517

    /// True for 200 to 299.
    public static func isSuccess(_ code: Int) -> Bool { (200...299).contains(code) }
}
