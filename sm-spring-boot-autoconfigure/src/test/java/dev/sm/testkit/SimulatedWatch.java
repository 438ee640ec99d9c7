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

	private final SimulatedService service;

	private final SimulatedSite site;

	private final long id;

	private final String prefix;

	private final BiConsumer<List<WatchEvent>, Long> listener = this::changed;

	private long lastDelivery;

	private boolean closed;

	SimulatedWatch(SimulatedService service, long id, String prefix, long afterRevision) {
		this.service = service;
		this.site = service.process().site();
		this.id = id;
		this.prefix = prefix;
		this.site.store().listen(this.listener);
		if (this.site.store().isCompacted(afterRevision)) {
			close();
			deliver(new ServiceEvent.Gap(id, "the store has forgotten what came after " + afterRevision), 0);
			return;
		}
		changed(this.site.store().since(afterRevision), this.site.store().revision());
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
		if (this.site.network().isDown() || !this.service.process().hears() || this.site.network().breaks()) {
			close();
			deliver(new ServiceEvent.Gap(this.id, "connection lost"), 200_000_000L);
		}
		else {
			deliver(new ServiceEvent.Watched(this.id, covered, revision), 0);
		}
	}

	private void deliver(ServiceEvent event, long extra) {
		long at = Math.max(this.lastDelivery, this.site.time().now() + this.site.network().delay() + extra);
		this.lastDelivery = at;
		this.site.time().at(at, () -> this.service.deliver(event));
	}

	void close() {
		this.closed = true;
		this.site.store().unlisten(this.listener);
	}

}
