package dev.sm.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import dev.sm.cache.PoolDescription;
import dev.sm.cache.PrefixRule;
import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a browser that has seen one view must be told to see another. Pure.
 */
final class Changes {

	/** If more than this part of the shards has changed, all are told. */
	private static final int PART = 4;

	private Changes() {
	}

	static List<Message> between(ConsoleView before, ConsoleView after) {
		List<Message> messages = new ArrayList<>();
		after.services().forEach((name, service) -> {
			ServiceDescription seen = before.services().get(name);
			if (seen != service) {
				service(messages, seen, service);
			}
		});
		if (!after.pools().equals(before.pools())) {
			messages.add(new Message("pools", PoolState.of(after.pools())));
		}
		if (after.prefixes() != null && !after.prefixes().equals(before.prefixes())) {
			messages.add(
					new Message("prefixes", new PrefixState(after.prefixes().defaultPool(), after.prefixes().rules())));
		}
		return messages;
	}

	private static void service(List<Message> messages, @Nullable ServiceDescription seen, ServiceDescription now) {
		if (seen == null || seen.generation() != now.generation()
				|| !Objects.equals(seen.controller(), now.controller())
				|| !seen.participants().equals(now.participants())) {
			messages.add(new Message("service",
					new ServiceState(now.service(), now.generation(), now.controller(), now.participants())));
		}
		ShardChanges changes = (seen != null) ? changes(seen, now) : null;
		if (changes == null || changes.rows().size() > now.shards().size() / PART) {
			messages.add(new Message("shards", new AllShards(now.service(), ShardRows.of(now.shards()))));
		}
		else if (!changes.rows().isEmpty() || !changes.gone().isEmpty()) {
			messages.add(new Message("changes", changes));
		}
	}

	private static ShardChanges changes(ServiceDescription seen, ServiceDescription now) {
		Map<String, ShardInfo> before = new HashMap<>();
		seen.shards().forEach((shard) -> before.put(shard.id(), shard));
		List<ShardRow> rows = new ArrayList<>();
		for (ShardInfo shard : now.shards()) {
			ShardInfo known = before.remove(shard.id());
			if (!shard.equals(known)) {
				ShardRow row = ShardRow.of(shard);
				if (known == null || !row.equals(ShardRow.of(known))) {
					rows.add(row);
				}
			}
		}
		return new ShardChanges(now.service(), rows, List.copyOf(new TreeSet<>(before.keySet())));
	}

	/**
	 * A service without its shards.
	 *
	 * @param service its name
	 * @param generation the generation of its assignment
	 * @param controller who computes the assignment
	 * @param participants its participants
	 */
	record ServiceState(String service, long generation, @Nullable String controller,
			List<ParticipantInfo> participants) {

	}

	/**
	 * All shards of a service.
	 *
	 * @param service its name
	 * @param shards its shards
	 */
	record AllShards(String service, ShardRows shards) {

	}

	/**
	 * Shards of a service that have changed.
	 *
	 * @param service its name
	 * @param rows those that are new or different
	 * @param gone the ids of those that are no more
	 */
	record ShardChanges(String service, List<ShardRow> rows, List<String> gone) {

	}

	/**
	 * The rules that say which pool a key belongs to.
	 *
	 * @param defaultPool the pool of keys that no rule is for
	 * @param rules the rules in the order of their prefixes
	 */
	record PrefixState(String defaultPool, List<PrefixRule> rules) {

	}

	/**
	 * The pools.
	 *
	 * @param pools the pools in the order of their names
	 */
	record PoolState(List<PoolDescription> pools) {

		static PoolState of(Map<String, PoolDescription> pools) {
			return new PoolState(List.copyOf(pools.values()));
		}

	}

}
