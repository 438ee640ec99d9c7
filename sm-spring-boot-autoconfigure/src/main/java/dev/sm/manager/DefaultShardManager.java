package dev.sm.manager;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.sm.shard.Assignment;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;

/**
 * Reads what the driver of a service has published, and writes wishes to the store.
 */
final class DefaultShardManager implements ShardManager {

	private final String service;

	private final Published.Source source;

	private final WishWriter wishes;

	private final Function<String, ShardManager> managers;

	DefaultShardManager(String service, Published.Source source, WishWriter wishes,
			Function<String, ShardManager> managers) {
		this.service = service;
		this.source = source;
		this.wishes = wishes;
		this.managers = managers;
	}

	@Override
	public String service() {
		return this.service;
	}

	@Override
	public Set<Shard> held() {
		Set<Shard> held = new LinkedHashSet<>();
		for (Shard shard : this.source.owned()) {
			if (shard.held()) {
				held.add(shard);
			}
		}
		return Collections.unmodifiableSet(held);
	}

	@Override
	public Assignment assignment() {
		return this.source.whole().assignment();
	}

	@Override
	public ServiceDescription describe() {
		return this.source.whole().description();
	}

	@Override
	public Optional<ServiceDescription> known() {
		Published published = this.source.published();
		return published.whole() ? Optional.of(published.description()) : Optional.empty();
	}

	@Override
	public void add(ShardSpec spec) {
		this.wishes.add(spec);
	}

	@Override
	public void update(ShardSpec spec) {
		this.wishes.update(spec);
	}

	@Override
	public void remove(String shardId) {
		this.wishes.remove(shardId);
	}

	@Override
	public void move(String shardId, String participantId) {
		this.wishes.move(shardId, participantId);
	}

	@Override
	public void drain(String participantId) {
		this.wishes.drain(participantId);
	}

	@Override
	public void resume(String participantId) {
		this.wishes.resume(participantId);
	}

	@Override
	public void resumeShard(String shardId) {
		this.wishes.resumeShard(shardId);
	}

	@Override
	public ShardManager forService(String service) {
		return service.equals(this.service) ? this : this.managers.apply(service);
	}

	@Override
	public String toString() {
		return "shards of service '" + this.service + "'";
	}

}
