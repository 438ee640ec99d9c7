package dev.sm.routing;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * Notes what another callback has added and is to drop.
 *
 * @param delegate the other callback
 * @param served is told
 */
record FollowedCallback(ShardCallback delegate, ServedShards served) implements ShardCallback {

	@Override
	public void prepare(Shard shard) throws Exception {
		this.delegate.prepare(shard);
	}

	@Override
	public void add(Shard shard) throws Exception {
		this.delegate.add(shard);
		this.served.added(shard);
	}

	@Override
	public void drop(Shard shard) throws Exception {
		try {
			this.served.dropping(shard);
		}
		finally {
			this.delegate.drop(shard);
		}
	}

	@Override
	public void add(Shard shard, byte[] state) throws Exception {
		this.delegate.add(shard, state);
		this.served.added(shard);
	}

	@Override
	public byte @Nullable [] release(Shard shard) throws Exception {
		try {
			this.served.dropping(shard);
		}
		catch (RuntimeException ex) {
			this.delegate.release(shard);
			throw ex;
		}
		return this.delegate.release(shard);
	}

	@Override
	public void discard(Shard shard) throws Exception {
		this.delegate.discard(shard);
	}

	@Override
	public ShardLoad load(Shard shard) throws Exception {
		return this.delegate.load(shard);
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
