package dev.sm.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.continuum.Continuum;
import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Ownership;
import org.jspecify.annotations.Nullable;

/**
 * Routes by what a {@link ShardManager} last knew, also while the store is away. Keys go
 * to fixed shards by the {@code jump} continuum over their UTF-8 bytes, so that all
 * instances with the same number of shards agree, and another number moves as few keys as
 * can be. An owner that is not registered any more is none. Thread-safe.
 */
public final class DefaultShardRouter implements ShardRouter {

	private final ShardManager manager;

	private final Map<String, Integer> counts;

	private final @Nullable Continuum fixedShards;

	private final Map<String, ShardRouter> routers;

	private volatile Directory directory;

	/**
	 * Creates a router for the manager's service.
	 * @param manager knows the assignment, of this and of the other services
	 * @param counts how many fixed shards each service has, by its name
	 */
	public DefaultShardRouter(ShardManager manager, Map<String, Integer> counts) {
		this(manager, Map.copyOf(counts), new ConcurrentHashMap<>());
		this.routers.put(manager.service(), this);
	}

	private DefaultShardRouter(ShardManager manager, Map<String, Integer> counts, Map<String, ShardRouter> routers) {
		this.manager = manager;
		this.counts = counts;
		this.routers = routers;
		this.fixedShards = FixedShards.continuum(this.counts.getOrDefault(manager.service(), 0));
		this.directory = new Directory(manager.describe());
	}

	@Override
	public String shardFor(String key) {
		if (this.fixedShards == null) {
			throw new IllegalStateException("service '" + this.manager.service()
					+ "' must have fixed shards to find one by key (it has only those added at run time)");
		}
		return this.fixedShards.nodeFor(key);
	}

	@Override
	public Optional<ShardOwner> ownerOf(String shardId) {
		Ownership ownership = this.manager.assignment().owners().get(shardId);
		return Optional.ofNullable((ownership != null) ? owner(shardId, ownership) : null);
	}

	@Override
	public List<ShardOwner> ownersOf(String shardId) {
		Directory directory = directory();
		List<ShardOwner> owners = new ArrayList<>();
		ownerOf(shardId).ifPresent(owners::add);
		long epoch = owners.isEmpty() ? 0 : owners.get(0).epoch();
		for (String standby : directory.standbys(shardId)) {
			if (directory.isLive(standby)) {
				owners
					.add(new ShardOwner(shardId, standby, directory.address(standby), epoch, ShardOwner.Role.STANDBY));
			}
		}
		return List.copyOf(owners);
	}

	@Override
	public ShardRouter forService(String service) {
		if (!this.counts.containsKey(service) && !service.equals(this.manager.service())) {
			throw new IllegalArgumentException("this application takes part in the services "
					+ new TreeSet<>(this.counts.keySet()) + ", not in '" + service + "'");
		}
		return this.routers.computeIfAbsent(service,
				(name) -> new DefaultShardRouter(this.manager.forService(name), this.counts, this.routers));
	}

	private @Nullable ShardOwner owner(String shardId, Ownership ownership) {
		Directory directory = directory();
		String participant = ownership.participantId();
		return directory.isLive(participant) ? new ShardOwner(shardId, participant, directory.address(participant),
				ownership.epoch(), ShardOwner.Role.OWNER) : null;
	}

	private Directory directory() {
		ServiceDescription description = this.manager.describe();
		Directory directory = this.directory;
		if (!directory.isOf(description)) {
			directory = new Directory(description);
			this.directory = directory;
		}
		return directory;
	}

}
