package dev.sm.console;

import java.util.ArrayList;
import java.util.List;

/**
 * What the page shows at one time. Immutable.
 *
 * @param view what there is to see
 * @param flows the migrations as flows between nodes
 * @param moves the latest moves, the oldest first
 */
record Frame(ConsoleView view, List<MigrationFlow> flows, List<Move> moves) {

	static final Frame NOTHING = new Frame(ConsoleView.NOTHING, List.of(), List.of());

	/** What a browser that has seen another frame must be told. */
	List<Message> after(Frame seen) {
		List<Message> messages = new ArrayList<>(Changes.between(seen.view, this.view));
		if (!this.flows.equals(seen.flows)) {
			messages.add(new Message("migrations", this.flows));
		}
		long known = seen.moves.isEmpty() ? 0 : seen.moves.get(seen.moves.size() - 1).number();
		List<Move> fresh = this.moves.stream().filter((move) -> move.number() > known).toList();
		if (!fresh.isEmpty()) {
			messages.add(new Message("moves", fresh));
		}
		return messages;
	}

}
