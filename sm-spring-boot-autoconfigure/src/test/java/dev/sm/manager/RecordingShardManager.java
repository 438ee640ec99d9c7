package dev.sm.manager;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import dev.sm.shard.Assignment;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;
import org.jspecify.annotations.Nullable;

/**
 * Shows what it is told to show, and notes what is wished.
 */
public final class RecordingShardManager implements ShardManager {

	/** What was wished, in order. */
	public final List<Object> wishes = new ArrayList<>();

	/** What every wish is answered with, if not {@code null}. */
	public @Nullable ShardManagerException refusal;

	private final String service;

	private final List<ShardInfo> shards = new ArrayList<>();

	private final Set<Shard> held = new LinkedHashSet<>();

	/**
	 * Creates a manager of a service with one participant {@code p1}.
	 * @param service the service
	 */
	public RecordingShardManager(String service) {
		this.service = service;
	}

	/**
	 * Adds a shard to show, which {@code p1} holds if its state is {@code HELD}.
	 * @param id the shard
	 * @param state its state
	 * @return this
	 */
	public RecordingShardManager shard(String id, String state) {
		boolean owned = state.equals("HELD");
		this.shards.add(new ShardInfo(id, owned ? "p1" : null, owned ? 7 : 0, state, owned ? 0.5 : Double.NaN,
				List.of(), owned ? "" : "no participant has the tags [gpu]"));
		if (owned) {
			this.held.add(TestShard.held(id));
		}
		return this;
	}

	@Override
	public String service() {
		return this.service;
	}

	@Override
	public Set<Shard> held() {
		return this.held;
	}

	@Override
	public Assignment assignment() {
		return new Assignment(3, Map.of());
	}

	@Override
	public ServiceDescription describe() {
		ParticipantInfo participant = new ParticipantInfo("p1", "http://localhost:8080", "z1", 2, "ACTIVE", 0.5,
				this.held.size());
		ParticipantInfo other = new ParticipantInfo("p2", null, "", 1, "DRAINING", 0, 0);
		return new ServiceDescription(this.service, 3, this.shards.isEmpty() ? null : "p1", List.of(participant, other),
				this.shards);
	}

	@Override
	public void add(ShardSpec spec) {
		note(List.of("add", spec));
	}

	@Override
	public void update(ShardSpec spec) {
		note(List.of("update", spec));
	}

	@Override
	public void remove(String shardId) {
		note(List.of("remove", shardId));
	}

	@Override
	public void move(String shardId, String participantId) {
		note(List.of("move", shardId, participantId));
	}

	@Override
	public void drain(String participantId) {
		note(List.of("drain", participantId));
	}

	@Override
	public void resume(String participantId) {
		note(List.of("resume", participantId));
	}

	@Override
	public void resumeShard(String shardId) {
		note(List.of("resumeShard", shardId));
	}

	@Override
	public ShardManager forService(String service) {
		return this;
	}

	private void note(Object wish) {
		if (this.refusal != null) {
			throw this.refusal;
		}
		this.wishes.add(wish);
	}

}
