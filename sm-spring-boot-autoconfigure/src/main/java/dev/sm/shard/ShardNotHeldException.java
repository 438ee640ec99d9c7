package dev.sm.shard;

/**
 * This participant does not hold a shard, or holds it no longer.
 */
@SuppressWarnings("serial")
public class ShardNotHeldException extends IllegalStateException {

	private final String service;

	private final String shardId;

	private final long epoch;

	public ShardNotHeldException(String service, String shardId, long epoch) {
		super("shard '" + shardId + "' of service '" + service + "' is not held here at epoch " + epoch);
		this.service = service;
		this.shardId = shardId;
		this.epoch = epoch;
	}

	public String getService() {
		return this.service;
	}

	public String getShardId() {
		return this.shardId;
	}

	public long getEpoch() {
		return this.epoch;
	}

}
