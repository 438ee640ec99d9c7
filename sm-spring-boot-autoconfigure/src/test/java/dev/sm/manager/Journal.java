package dev.sm.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.shard.Shard;

/**
 * What the handlers of several participants were told, in the order in which it happened.
 */
final class Journal {

	private final List<Line> lines = new ArrayList<>();

	private final List<String> violations = new ArrayList<>();

	private final Map<String, Shard> owned = new TreeMap<>();

	/**
	 * One call of one handler.
	 *
	 * @param participant whose handler it was
	 * @param call {@code prepare}, {@code add} or {@code drop}
	 * @param shard the shard
	 * @param epoch the epoch of the shard
	 */
	record Line(String participant, String call, String shard, long epoch) {

	}

	synchronized void write(String participant, String call, Shard shard) {
		Line line = new Line(participant, call, shard.id(), shard.epoch());
		this.lines.add(line);
		if (call.equals("add")) {
			Shard before = this.owned.put(shard.id(), shard);
			check(before == null || before == shard || !before.held(), line, "while held by another");
			check(this.lines.stream()
				.noneMatch((other) -> other != line && other.shard().equals(line.shard()) && other.call().equals("add")
						&& other.epoch() >= line.epoch()),
					line, "with an epoch that is not new");
			check(shard.held(), line, "not held");
		}
	}

	private void check(boolean valid, Line line, String what) {
		if (!valid) {
			this.violations.add(line + " " + what);
		}
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	synchronized List<Line> of(String shard) {
		return this.lines.stream().filter((line) -> line.shard().equals(shard)).toList();
	}

	synchronized List<Line> of(String participant, String call) {
		return this.lines.stream()
			.filter((line) -> line.participant().equals(participant) && line.call().equals(call))
			.toList();
	}

	synchronized void clear() {
		this.lines.clear();
	}

	@Override
	public synchronized String toString() {
		return this.lines.toString();
	}

}
