package dev.sm.docs;

import java.util.HashSet;
import java.util.Set;

/** A fake of where timers are. */
class TimerStore {

	private final Set<String> broken = new HashSet<>();

	void load(String shard) {
		if (this.broken.contains(shard)) {
			throw new IllegalStateException("no timers of " + shard);
		}
	}

	void breakDown(String shard) {
		this.broken.add(shard);
	}

	void repair() {
		this.broken.clear();
	}

}
