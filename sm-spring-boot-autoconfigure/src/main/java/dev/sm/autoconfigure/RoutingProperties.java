package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.sm.routing.loadbalancer.Replication;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Routing by key.
 *
 * @param services Discovered services that requests are routed to by key, by name.
 * @param forward Requests that reached another instance than the owner of their shard.
 */
record RoutingProperties(@DefaultValue Map<String, Service> services, @DefaultValue Forward forward) {

	/**
	 * Requests that reached another instance than the owner of their shard.
	 *
	 * @param enabled Whether they are forwarded to the owner; if not, they are answered
	 * with 421.
	 * @param ownerWait How long a request waits for a shard that has no owner at present.
	 * @param timeout How long the owner may take until its answer begins.
	 * @param connectTimeout How long a connection to the owner may take.
	 * @param maxHops How often a request is forwarded at most, from 1 to 10.
	 * @param drain How long a shard that is to be dropped waits for requests under way,
	 * before its handler is told; less than the handler's own timeout.
	 * @param linger How long an instance that stops goes on answering after it has handed
	 * off its shards, at most: it ends when no request has come for a second, and with
	 * "spring.lifecycle.timeout-per-shutdown-phase". 0 or more.
	 * @param tellOwner Whether answers to clients of sm tell them the address of the
	 * owner, so that they go there directly the next time.
	 * @param ssl What instances trust when they forward to an https address.
	 * @param routes Paths whose requests have a key, beside the methods with @ShardKey,
	 * by a name of your choice.
	 */
	record Forward(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration ownerWait,
			@DefaultValue("1m") Duration timeout, @DefaultValue("1s") Duration connectTimeout,
			@DefaultValue("3") int maxHops, @DefaultValue("5s") Duration drain, @DefaultValue("10s") Duration linger,
			@DefaultValue("false") boolean tellOwner, @DefaultValue Ssl ssl, @DefaultValue Map<String, Route> routes) {

	}

	/**
	 * What instances trust when they forward to an https address.
	 *
	 * @param bundle Name of the SSL bundle; the JVM's own trust by default.
	 */
	record Ssl(@Nullable String bundle) {

	}

	/**
	 * A path whose requests have a key.
	 *
	 * @param path Pattern of the path, such as '/carts/{id}/**'.
	 * @param key What of a request is its key: 'path:NAME' (a variable of the pattern),
	 * 'path', 'path:NUMBER', 'header:NAME', 'param:NAME' or an expression in '#{...}'.
	 * @param service Service whose shards these are; the application's own by default.
	 * @param shardId Whether the value is the id of the shard itself.
	 * @param idempotencyKey Header by which the application knows a request that it has
	 * served before.
	 */
	record Route(@Nullable String path, @Nullable String key, @DefaultValue("") String service,
			@DefaultValue("false") boolean shardId, @DefaultValue("") String idempotencyKey) {

	}

	/**
	 * A discovered service.
	 *
	 * @param key What of a request is its key: 'path', 'path:NUMBER' (a segment),
	 * 'header:NAME', 'param:NAME' or an expression in '#{...}'.
	 * @param canonical Name of the rule that makes equal keys alike.
	 * @param continuum Algorithm that places keys on the service's instances.
	 * @param keepInstances How long the last known instances are kept when discovery
	 * knows none.
	 * @param maxLoad How many times the mean of the requests in flight an instance may
	 * have, more than 1; no bound by default.
	 * @param retries How many further instances an idempotent request is sent to when one
	 * fails, from 0 to 10.
	 * @param zoneAffinity Whether instances of this instance's own zone
	 * (sm.participant.zone) go first; each zone then has a continuum of its own.
	 * @param mode How many instances of a key an idempotent request needs an answer of.
	 * @param replicas How many instances a key has where it needs more than its owner,
	 * from 1 to 100.
	 * @param hedgeBudget The most further requests for speed with mode 'first', as a part
	 * of all requests, from 0 to 1.
	 * @param timeout How long a request to several instances may take.
	 */
	record Service(@DefaultValue("path") String key, @Nullable String canonical,
			@DefaultValue("weighted") String continuum, @DefaultValue("1m") Duration keepInstances,
			@Nullable Double maxLoad, @DefaultValue("1") int retries, @DefaultValue("false") boolean zoneAffinity,
			@DefaultValue("owner") Replication.Mode mode, @DefaultValue("3") int replicas,
			@DefaultValue("0.05") double hedgeBudget, @DefaultValue("2s") Duration timeout) {

	}

}
