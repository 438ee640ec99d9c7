package dev.sm.manager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Snapshot;
import dev.sm.manager.AssignmentDocument.Mark;
import org.jspecify.annotations.Nullable;

/**
 * What this participant, having dropped shards, leaves for their next owners and is not
 * in the store yet; and where it finds what was left for it.
 */
final class Legacies {

	private static final long RETRY = Duration.ofMillis(200).toNanos();

	private static final int MAX_AT_ONCE = 12;

	private static final int MAX_BYTES_AT_ONCE = 192 * 1024;

	private final ServiceState state;

	private final Outbox out;

	private final Map<String, StateDocument> left = new TreeMap<>();

	private final Map<String, Long> fetched = new TreeMap<>();

	private boolean closed;

	private boolean toldNobody;

	Legacies(ServiceState state, Outbox out) {
		this.state = state;
		this.out = out;
	}

	/** From here on, nobody is there to leave anything to. */
	void close() {
		this.closed = true;
	}

	/**
	 * A shard was dropped.
	 * @param state what is left for the next owner, or {@code null}
	 * @param wish what the assignment says of the shard now
	 * @param late whether the shard is handed over already
	 */
	void leave(String shard, long epoch, byte @Nullable [] state, AssignmentDocument.@Nullable Item wish,
			boolean late) {
		if (state == null) {
			return;
		}
		boolean ordered = wish != null && wish.mark() == Mark.DROP && wish.epoch() == epoch;
		if (late) {
			lost(shard, epoch, "it came after the shard was handed over");
		}
		else if (this.closed) {
			lostForNobody(shard, epoch);
		}
		else if (ordered) {
			this.left.put(shard, new StateDocument(epoch, state));
		}
		else {
			lost(shard, epoch, "the session is over");
		}
	}

	/** Once for all: the last participant drops every shard there is. */
	private void lostForNobody(String shard, long epoch) {
		if (!this.toldNobody) {
			this.toldNobody = true;
			lost(shard, epoch, "nobody is there to take it, nor what is left of shards dropped after it");
		}
	}

	private void lost(String shard, long epoch, String reason) {
		this.out.warn("what was left of shard '" + shard + "' at epoch " + epoch + " is lost: " + reason);
	}

	/** Forgets what nobody waits for any longer: the order to drop is gone. */
	void ordered(Map<String, AssignmentDocument.Item> entries) {
		this.left.entrySet().removeIf((left) -> {
			AssignmentDocument.Item item = entries.get(left.getKey());
			return item == null || item.mark() != Mark.DROP || item.epoch() != left.getValue().epoch();
		});
	}

	Map<String, StateDocument> all() {
		return Collections.unmodifiableMap(this.left);
	}

	/** As many as one transaction should have. */
	Map<String, StateDocument> next() {
		Map<String, StateDocument> next = new LinkedHashMap<>();
		int bytes = 0;
		for (Map.Entry<String, StateDocument> entry : this.left.entrySet()) {
			bytes += StateDocument.bytes(entry.getValue().state());
			if (next.size() == MAX_AT_ONCE || bytes > MAX_BYTES_AT_ONCE) {
				break;
			}
			next.put(entry.getKey(), entry.getValue());
		}
		return next;
	}

	void written(Map<String, StateDocument> written, List<String> spent) {
		written.forEach(this.left::remove);
		spent.forEach(this.fetched::remove);
	}

	/**
	 * What is in the store although the shard was added here since.
	 * @param slots knows what was added
	 * @return shards, a few of them
	 */
	List<String> spent(Slots slots) {
		Map<String, Long> present = new TreeMap<>(this.fetched);
		this.state.states().forEach((shard, state) -> present.put(shard, state.value().epoch()));
		List<String> spent = new ArrayList<>();
		for (Map.Entry<String, Long> entry : present.entrySet()) {
			Long epoch = slots.addedEpoch(entry.getKey());
			if (epoch != null && entry.getValue() < epoch && spent.size() < MAX_AT_ONCE) {
				spent.add(entry.getKey());
			}
		}
		return spent;
	}

	/**
	 * Looks for what was left for this participant.
	 * @return whether it was found
	 */
	boolean fetch(String shard, Inheritance inheritance, long now) {
		Versioned<StateDocument> known = this.state.states().get(shard);
		if (known != null && known.value().epoch() == inheritance.epoch()) {
			inheritance.found(known.value().state());
		}
		else if (inheritance.mayFetch(now)) {
			inheritance.fetching();
			String key = this.state.keys().state(shard);
			long epoch = inheritance.epoch();
			this.out.list(key, (snapshot, reason, at) -> {
				if (inheritance.epoch() == epoch) {
					fetched(shard, inheritance, snapshot, at);
				}
			});
		}
		return inheritance.isKnown();
	}

	private void fetched(String shard, Inheritance inheritance, @Nullable Snapshot snapshot, long now) {
		if (snapshot == null) {
			inheritance.failed(now + RETRY);
			return;
		}
		for (Entry entry : snapshot.entries()) {
			StateDocument found = read(entry);
			if (found != null && found.epoch() == inheritance.epoch()) {
				inheritance.found(found.state());
				this.fetched.put(shard, found.epoch());
				return;
			}
		}
		this.out.warn("what was left of shard '" + shard + "' at epoch " + inheritance.epoch()
				+ " is lost: it is not in the store, or cannot be read");
		inheritance.nothing();
	}

	private static @Nullable StateDocument read(Entry entry) {
		try {
			return StateDocument.decode(entry.value());
		}
		catch (CorruptDocumentException ex) {
			return null;
		}
	}

}
