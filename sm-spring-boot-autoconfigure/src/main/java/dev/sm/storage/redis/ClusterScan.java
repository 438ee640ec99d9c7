package dev.sm.storage.redis;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.ScanPage;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * Scans of a Redis Cluster: its primaries one after the other, in the order of their ids,
 * the cursor being an id and that server's own cursor. Keys that the cluster moves from
 * one server to another meanwhile may be missed or told twice.
 */
final class ClusterScan {

	private ClusterScan() {
	}

	static boolean known(String cursor) {
		return cursor.matches("[0-9a-f]{40}:[0-9]{1,20}");
	}

	static CompletionStage<ScanPage> page(StatefulRedisClusterConnection<byte[], byte[]> cluster,
			NodeCommand.Scan scan) {
		TreeSet<String> servers = servers(cluster);
		int colon = scan.cursor().indexOf(':');
		String server = (colon < 0) ? (servers.isEmpty() ? null : servers.first()) : scan.cursor().substring(0, colon);
		if (server == null || !servers.contains(server)) {
			return CompletableFuture.failedFuture(new NodeUnavailableException(
					"the server that the scan had come to is no longer in the cluster", null));
		}
		String cursor = (colon < 0) ? ScanPage.START : scan.cursor().substring(colon + 1);
		return cluster.getConnectionAsync(server)
			.thenCompose((one) -> one.async().scan(RedisScan.cursor(cursor), RedisScan.arguments(scan)))
			.thenApply((found) -> page(server, servers.higher(server), found));
	}

	private static ScanPage page(String server, @Nullable String next, KeyScanCursor<byte[]> found) {
		List<byte[]> keys = RedisScan.keys(found);
		if (!found.isFinished()) {
			return new ScanPage(server + ":" + found.getCursor(), keys);
		}
		return new ScanPage((next != null) ? next + ":0" : ScanPage.END, keys);
	}

	private static TreeSet<String> servers(StatefulRedisClusterConnection<byte[], byte[]> cluster) {
		TreeSet<String> servers = new TreeSet<>();
		for (RedisClusterNode server : cluster.getPartitions()) {
			if (server.getRole().isUpstream()) {
				servers.add(server.getNodeId());
			}
		}
		return servers;
	}

}
