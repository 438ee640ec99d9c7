package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shared store that instances coordinate through.
 *
 * @param type Kind of store; the one that is configured by default, else local.
 * @param prefix Path in the store below which everything is.
 * @param sessionTtl How long an instance counts as alive after its last renewal. It
 * renews every quarter of it. From 1s to 10m.
 * @param startTimeout How long a start waits for the store at most, more than 0.
 * @param etcd How to reach etcd.
 * @param raft Embedded Raft group.
 */
record CoordinationProperties(@Nullable CoordinationType type, @DefaultValue("/sm") String prefix,
		@DefaultValue("10s") Duration sessionTtl, @DefaultValue("60s") Duration startTimeout, @DefaultValue Etcd etcd,
		@DefaultValue Raft raft) {

	/**
	 * How to reach etcd.
	 *
	 * @param endpoints Comma-separated list of endpoint URLs.
	 * @param username User.
	 * @param password Password of the user.
	 * @param ssl TLS.
	 */
	record Etcd(@DefaultValue("http://localhost:2379") List<String> endpoints, @Nullable String username,
			@Nullable String password, @DefaultValue Ssl ssl) {

		@Override
		public String toString() {
			return "Etcd[endpoints=" + this.endpoints.size() + "]";
		}

	}

	/**
	 * The embedded Raft group.
	 *
	 * @param id Identifies this instance in the group; derived from the address by
	 * default. The peers of others then name this one as id@host:port.
	 * @param address Host and port that this instance listens on and that its peers reach
	 * it at.
	 * @param peers Comma-separated list of the addresses of all members that found the
	 * group, the same on each; this instance alone by default. An instance that is not
	 * among them joins the group of those that are.
	 * @param dataDir Folder that holds the log, for this instance alone; sm-raft/ and the
	 * address by default.
	 * @param ssl TLS between peers.
	 * @param insecure Whether peers on other hosts may talk without TLS.
	 * @param http Keys, values and leases over HTTP.
	 */
	record Raft(@Nullable String id, @DefaultValue("localhost:7400") String address,
			@DefaultValue("localhost:7400") List<String> peers, @Nullable String dataDir, @DefaultValue Ssl ssl,
			@DefaultValue("false") boolean insecure, @DefaultValue Http http) {

	}

	/**
	 * Keys, values and leases of the Raft group over HTTP, for programs that are not
	 * Java.
	 *
	 * @param enabled Whether the web server answers below /sm/kv, /sm/lease and /sm/raft.
	 * @param token Secret that requests must carry as bearer token; without one, only
	 * requests from this host pass.
	 */
	record Http(@DefaultValue("false") boolean enabled, @Nullable String token) {

		@Override
		public String toString() {
			return "Http[enabled=" + this.enabled + "]";
		}

	}

	/**
	 * TLS.
	 *
	 * @param bundle Name of the SSL bundle to use.
	 */
	record Ssl(@Nullable String bundle) {

	}

}
