package dev.sm.endpoint;

import java.util.List;
import java.util.Map;

import dev.sm.cache.CacheListener;
import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.SwitchedNodes;
import dev.sm.manager.RecordingShardManager;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing can be written through the endpoints unless their access is opened.
 */
class EndpointAccessTests {

	@Test
	void endpointsAreReadOnlyByDefault() {
		RecordingShardManager orders = new RecordingShardManager("orders");
		try (Pools pools = new SwitchedNodes().open(CacheListener.NONE,
				PoolSettings.named("default").node(NodeSettings.of("n1", "switched:", 1)).build());
				EndpointServer server = new EndpointServer(List.of(new ShardsEndpoint(() -> Map.of("orders", orders)),
						new MigrationEndpoint(pools::names, pools.migrations())))) {
			assertThat(server.post("shards/orders", "{\"action\":\"remove\",\"shard\":\"1\"}").status()).isEqualTo(405);
			assertThat(server.post("migration/default", "{\"action\":\"end\"}").status()).isIn(404, 405);
			assertThat(server.get("shards").status()).isEqualTo(200);
			assertThat(orders.wishes).isEmpty();
		}
	}

}
