package dev.sm.endpoint;

import java.util.List;

import dev.sm.cache.PoolSettings;
import dev.sm.cache.NodeSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.PrefixRule;
import dev.sm.cache.PrefixRules;
import dev.sm.cache.SwitchedNodes;
import dev.sm.endpoint.EndpointServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where rules send a key, by HTTP.
 */
class PrefixEndpointTests {

	private static Pools pools;

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		pools = new SwitchedNodes().open(PrefixRules.of("rest", List.of(new PrefixRule("people", "user:", "users"))),
				PoolSettings.named("rest").node(NodeSettings.of("r1", "switched:", 100)).build(),
				PoolSettings.named("users").node(NodeSettings.of("u1", "switched:", 100)).build());
		server = new EndpointServer(List.of(new ContinuumEndpoint(pools, pools.byPrefix().orElseThrow())));
	}

	@AfterAll
	static void stop() {
		server.close();
		pools.close();
	}

	@Test
	void aKeyLeadsToItsPoolRuleAndNode() {
		Answer answer = server.get("continuum?key=user%3A1");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body())
			.startsWith("{\"key\":\"user:1\",\"node\":\"u1\",\"nodes\":[\"u1\"],\"why\":{\"pool\":\"users\","
					+ "\"rule\":\"people\",\"prefix\":\"user:\",");
		assertThat(server.get("continuum?key=page").body()).contains("\"pool\":\"rest\",\"rule\":\"\"");
	}

	@Test
	void aPoolThatIsAskedTellsWhereTheRulesSendTheKey() {
		assertThat(server.get("continuum/rest?key=user%3A1").body()).contains("\"node\":\"r1\"",
				"\"poolByPrefix\":\"users\"");
	}

	@Test
	void withoutAKeyAllPoolsAreShown() {
		assertThat(server.get("continuum").body()).contains("\"continua\":{\"rest\":{", "\"users\":{");
	}

}
