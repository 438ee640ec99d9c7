package dev.sm.observation;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/** Observes the calls of another callback, except for measurements. */
final class ObservedShardCallback implements ShardCallback {

	static final String NAME = "sm.handler.call";

	private final ShardCallback delegate;

	private final ObservationRegistry registry;

	ObservedShardCallback(ShardCallback delegate, ObservationRegistry registry) {
		this.delegate = delegate;
		this.registry = registry;
	}

	@Override
	public void prepare(Shard shard) throws Exception {
		start("prepare", shard).observeChecked(() -> this.delegate.prepare(shard));
	}

	@Override
	public void add(Shard shard) throws Exception {
		start("add", shard).observeChecked(() -> this.delegate.add(shard));
	}

	@Override
	public void add(Shard shard, byte[] state) throws Exception {
		start("add", shard).observeChecked(() -> this.delegate.add(shard, state));
	}

	@Override
	@SuppressWarnings("NullAway") // what is observed may be null, whatever it declares
	public byte @Nullable [] release(Shard shard) throws Exception {
		return start("drop", shard).observeChecked(() -> this.delegate.release(shard));
	}

	@Override
	public void drop(Shard shard) throws Exception {
		start("drop", shard).observeChecked(() -> this.delegate.drop(shard));
	}

	@Override
	public void discard(Shard shard) throws Exception {
		start("discard", shard).observeChecked(() -> this.delegate.discard(shard));
	}

	@Override
	public ShardLoad load(Shard shard) throws Exception {
		return this.delegate.load(shard);
	}

	private Observation start(String event, Shard shard) {
		return Observation.createNotStarted(NAME, this.registry)
			.contextualName(event + " shard of " + shard.service())
			.lowCardinalityKeyValue("service", shard.service())
			.lowCardinalityKeyValue("event", event)
			.highCardinalityKeyValue("shard", shard.id())
			.highCardinalityKeyValue("epoch", Long.toString(shard.epoch()));
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
