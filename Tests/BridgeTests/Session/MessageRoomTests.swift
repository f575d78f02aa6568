import Markup
import Testing

@testable import Bridge

/// Long messages are refused before memory is full, and before short ones are.
@Suite struct MessageRoomTests {
    @Test func longOnesShareOneHalf() {
        let room = MessageRoom()
        #expect(room.enter(200_000) && room.enter(200_000))
        #expect(!room.enter(200_000))
        #expect(room.enter(MessageRoom.short))
        room.leave(200_000)
        #expect(room.enter(200_000))
    }

    @Test func shortOnesFillTheRest() {
        let room = MessageRoom()
        let count = (0..<1_000).prefix { _ in room.enter(2_500) }.count
        #expect(count == MessageRoom.most / 2_500)
        #expect(!room.enter(1))
        for _ in 0..<count { room.leave(2_500) }
        #expect(room.enter(MessageRoom.most / 2))
    }

    @Test func elementsAreCounted() {
        let tree = Element("a", [.element(Element("b", [.text("x")])), .text("y"), .element(Element("c"))])
        #expect(tree.elementCount == 3)
    }
}
