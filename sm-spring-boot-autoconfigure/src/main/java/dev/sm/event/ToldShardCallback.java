package dev.sm.event;

import java.util.function.Consumer;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/** Tells of the shards that another callback has added and dropped. */
final class ToldShardCallback implements ShardCallback {

	private final ShardCallback delegate;

	private final Consumer<SmEvent> events;

	ToldShardCallback(ShardCallback delegate, Consumer<SmEvent> events) {
		this.delegate = delegate;
		this.events = events;
	}

	@Override
	public void prepare(Shard shard) throws Exception {
		this.delegate.prepare(shard);
	}

	@Override
	public void add(Shard shard) throws Exception {
		this.delegate.add(shard);
		tell(shard, ShardEvent.Kind.ACQUIRED, "");
	}

	@Override
	public void add(Shard shard, byte[] state) throws Exception {
		this.delegate.add(shard, state);
		tell(shard, ShardEvent.Kind.ACQUIRED, "");
	}

	@Override
	public byte @Nullable [] release(Shard shard) throws Exception {
		try {
			byte[] state = this.delegate.release(shard);
			tell(shard, ShardEvent.Kind.RELEASED, "");
			return state;
		}
		catch (Exception ex) {
			// it counts as dropped all the same
			tell(shard, ShardEvent.Kind.RELEASED, String.valueOf(ex));
			throw ex;
		}
	}

	@Override
	public void drop(Shard shard) throws Exception {
		release(shard);
	}

	@Override
	public void discard(Shard shard) throws Exception {
		this.delegate.discard(shard);
	}

	@Override
	public ShardLoad load(Shard shard) throws Exception {
		return this.delegate.load(shard);
	}

	private void tell(Shard shard, ShardEvent.Kind kind, String reason) {
		this.events.accept(new ShardEvent(shard.service(), shard.id(), shard.epoch(), kind, reason));
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
