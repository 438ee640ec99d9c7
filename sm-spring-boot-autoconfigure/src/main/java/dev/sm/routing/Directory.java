package dev.sm.routing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where participants are, looked up in one description of a service. Immutable.
 */
final class Directory {

	private final ServiceDescription description;

	private final Map<String, Optional<URI>> addresses = new HashMap<>();

	private final Map<String, List<String>> standbys = new HashMap<>();

	Directory(ServiceDescription description) {
		this.description = description;
		for (ParticipantInfo participant : description.participants()) {
			this.addresses.put(participant.id(), parse(participant.address()));
		}
		for (ShardInfo shard : description.shards()) {
			if (!shard.standbys().isEmpty()) {
				this.standbys.put(shard.id(), shard.standbys());
			}
		}
	}

	boolean isOf(ServiceDescription description) {
		return this.description == description;
	}

	boolean isLive(String participantId) {
		return this.addresses.containsKey(participantId);
	}

	@Nullable URI address(String participantId) {
		return this.addresses.getOrDefault(participantId, Optional.empty()).orElse(null);
	}

	List<String> standbys(String shardId) {
		return this.standbys.getOrDefault(shardId, List.of());
	}

	/**
	 * An address comes from another instance, so it may be anything.
	 */
	private static Optional<URI> parse(@Nullable String address) {
		try {
			return (address != null) ? Optional.of(new URI(address)) : Optional.empty();
		}
		catch (URISyntaxException ex) {
			return Optional.empty();
		}
	}

}
