package dev.sm.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClientException;

/**
 * Gathers from all owners what no single one knows.
 */
@Service
class Summaries {

	private static final Logger logger = LoggerFactory.getLogger(Summaries.class);

	private final CountShards shards;

	private final ShardManager manager;

	private final ShardRouter router;

	private final Instances instances;

	Summaries(CountShards shards, ShardManager manager, ShardRouter router, Instances instances) {
		this.shards = shards;
		this.manager = manager;
		this.router = router;
		this.instances = instances;
	}

	/**
	 * What this instance counts.
	 * @param top how many of the largest to tell
	 * @return the summary of the shards held here
	 */
	Summary here(int top) {
		Collection<ShardCounts> held = this.shards.all().stream().filter(ShardCounts::held).toList();
		return new Summary(held.stream().map(ShardCounts::id).collect(Collectors.toSet()),
				held.stream().mapToLong(ShardCounts::size).sum(), held.stream().mapToLong(ShardCounts::total).sum(),
				largest(held.stream().flatMap((counts) -> counts.top(top)).toList(), top));
	}

	/**
	 * What all instances count.
	 * @param top how many of the largest to tell
	 * @return the summary of all shards that somebody answered for
	 */
	Summary everywhere(int top) {
		Set<String> shards = new HashSet<>();
		List<NamedCount> candidates = new ArrayList<>();
		long names = 0;
		long total = 0;
		for (Summary summary : all(top)) {
			if (summary.shards().stream().noneMatch(shards::contains)) {
				names += summary.names();
				total += summary.total();
				candidates.addAll(summary.top());
				shards.addAll(summary.shards());
			}
		}
		return new Summary(shards, names, total, largest(candidates, top));
	}

	/**
	 * Whether a summary covers every shard of the service.
	 * @param summary the summary
	 * @return whether nothing is missing
	 */
	boolean isComplete(Summary summary) {
		return summary.shards().containsAll(shardIds());
	}

	private List<String> shardIds() {
		return this.manager.describe().shards().stream().map((shard) -> shard.id()).toList();
	}

	private List<Summary> all(int top) {
		List<Summary> summaries = new ArrayList<>();
		Summary here = here(top);
		summaries.add(here);
		List<URI> others = shardIds().stream()
			.filter((shardId) -> !here.shards().contains(shardId))
			.flatMap((shardId) -> this.router.ownerOf(shardId).stream())
			.map(ShardOwner::address)
			.filter(Objects::nonNull)
			.distinct()
			.toList();
		for (URI other : others) {
			try {
				summaries.add(this.instances.summary(other, top));
			}
			catch (RestClientException ex) {
				logger.warn("No summary from {}: {}", other, ex.getMessage());
			}
		}
		return summaries;
	}

	private static List<NamedCount> largest(List<NamedCount> candidates, int top) {
		return candidates.stream().sorted(Comparator.reverseOrder()).limit(top).toList();
	}

}
