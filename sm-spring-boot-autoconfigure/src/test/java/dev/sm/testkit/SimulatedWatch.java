package dev.sm.testkit;

import java.util.List;
import java.util.function.BiConsumer;

import dev.sm.coordination.Keys;
import dev.sm.coordination.WatchEvent;
import dev.sm.manager.ServiceEvent;

/**
 * A watch of one instance: in order, delayed, and broken by a gap when the instance or
 * the store is cut off, or just so.
 */
final class SimulatedWatch {

	private final SimulatedInstance instance;

	private final SimulatedWorld world;

	private final long id;

	private final String prefix;

	private final BiConsumer<List<WatchEvent>, Long> listener = this::changed;

	private long lastDelivery;

	private boolean closed;

	SimulatedWatch(SimulatedInstance instance, SimulatedWorld world, long id, String prefix, long afterRevision) {
		this.instance = instance;
		this.world = world;
		this.id = id;
		this.prefix = prefix;
		world.store().listen(this.listener);
		if (world.store().isCompacted(afterRevision)) {
			close();
			deliver(new ServiceEvent.Gap(id, "the store has forgotten what came after " + afterRevision), 0);
			return;
		}
		changed(world.store().since(afterRevision), world.store().revision());
	}

	private void changed(List<WatchEvent> events, long revision) {
		if (revision < 0 && !this.closed) {
			close();
			deliver(new ServiceEvent.Gap(this.id, "the store has lost what it had"), 200_000_000L);
			return;
		}
		List<WatchEvent> covered = events.stream().filter((event) -> Keys.covers(this.prefix, event.key())).toList();
		if (this.closed || covered.isEmpty()) {
			return;
		}
		if (this.world.network().isDown() || !this.instance.hears() || this.world.time().chance(0.002)) {
			close();
			deliver(new ServiceEvent.Gap(this.id, "connection lost"), 200_000_000L);
		}
		else {
			deliver(new ServiceEvent.Watched(this.id, covered, revision), 0);
		}
	}

	private void deliver(ServiceEvent event, long extra) {
		long at = Math.max(this.lastDelivery, this.world.time().now() + this.world.network().delay() + extra);
		this.lastDelivery = at;
		this.world.time().at(at, () -> this.instance.deliver(event));
	}

	void close() {
		this.closed = true;
		this.world.store().unlisten(this.listener);
	}

}
