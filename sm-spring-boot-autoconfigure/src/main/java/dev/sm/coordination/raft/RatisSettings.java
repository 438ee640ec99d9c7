package dev.sm.coordination.raft;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * How Ratis is set up.
 */
final class RatisSettings {

	/** How many entries make a snapshot worth its while. */
	private static final long ENTRIES_PER_SNAPSHOT = 20_000;

	/**
	 * How many entries before the snapshot are kept for members that are a little late.
	 */
	private static final long ENTRIES_KEPT = 5_000;

	/** Larger than what is sent at once, which is larger than any entry. */
	private static final SizeInBytes WRITE_BUFFER = SizeInBytes.valueOf("4MB");

	/**
	 * How long a leader waits before it turns to a member again that did not answer: at
	 * most as long as that member does without one. Beyond the last number it would not
	 * wait at all.
	 */
	private static final String APPEND_RETRIES = "1ms,10, 200ms," + Integer.MAX_VALUE;

	private RatisSettings() {
	}

	static RaftProperties server(RaftCoordinationStore.Settings settings, DataDirectory directory, boolean alone) {
		RaftProperties properties = client(Duration.ofSeconds(3));
		MemberAddress self = settings.member();
		RaftServerConfigKeys.setStorageDir(properties, List.of(directory.log().toFile()));
		GrpcConfigKeys.Server.setPort(properties, self.port());
		if (self.isLoopback()) {
			GrpcConfigKeys.Server.setHost(properties, self.host());
		}
		GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(properties, 8);
		elections(properties, settings, alone);
		log(properties);
		// a pause of any length must not end an application
		RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(3650, TimeUnit.DAYS));
		RaftServerConfigKeys.setStagingTimeout(properties, TimeDuration.valueOf(30, TimeUnit.SECONDS));
		// commits that are sent twice are recognised by the state itself
		RaftServerConfigKeys.RetryCache.setExpiryTime(properties, TimeDuration.valueOf(2, TimeUnit.SECONDS));
		return properties;
	}

	private static void elections(RaftProperties properties, RaftCoordinationStore.Settings settings, boolean alone) {
		long millis = settings.electionTimeout().toMillis();
		RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(millis));
		RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(2 * millis));
		// who is alone has nobody to wait for
		RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(alone ? 10 : millis / 4));
		RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(alone ? 20 : millis));
		RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(Math.max(1000, millis)));
		RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, millis(2 * millis));
	}

	private static void log(RaftProperties properties) {
		// what is on its way to the log must not count as written: a heartbeat could have
		// entries of an earlier leader applied that are about to be taken back
		RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
		RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
		RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, ENTRIES_PER_SNAPSHOT);
		RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
		RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
		RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
		RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
		RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, ENTRIES_KEPT);
		RaftServerConfigKeys.Log.setPurgeGap(properties, 1024);
		RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("8MB"));
		RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("256KB"));
		RaftServerConfigKeys.Log.setWriteBufferSize(properties, WRITE_BUFFER);
		RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
		RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf("16MB"));
		RaftServerConfigKeys.Log.setQueueByteLimit(properties, SizeInBytes.valueOf("32MB"));
		RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, APPEND_RETRIES);
		RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf("3MB"));
		RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf("64MB"));
	}

	/**
	 * Opens what sends requests to other members.
	 * @param settings may have keys and trust
	 * @param clientId who sends
	 * @param requestTimeout how long one request may take
	 * @return the sender, to be closed
	 */
	static RaftClientRpc rpc(RaftCoordinationStore.Settings settings, ClientId clientId, Duration requestTimeout) {
		return new GrpcFactory(tls(settings)).newRaftClientRpc(clientId, client(requestTimeout));
	}

	private static RaftProperties client(Duration requestTimeout) {
		RaftProperties properties = new RaftProperties();
		RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
		GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf("16MB"));
		RaftClientConfigKeys.Rpc.setRequestTimeout(properties, millis(requestTimeout.toMillis()));
		return properties;
	}

	/**
	 * What a server takes beside its properties.
	 * @param settings may have keys and trust
	 * @return the parameters, for one server
	 */
	static Parameters parameters(RaftCoordinationStore.Settings settings) {
		Parameters parameters = tls(settings);
		GrpcConfigKeys.Server.setServicesCustomizer(parameters, new MemberMessages());
		return parameters;
	}

	/**
	 * TLS in both directions with one context: who listens and who calls show the same
	 * certificate, and trust the same authorities.
	 */
	private static Parameters tls(RaftCoordinationStore.Settings settings) {
		Parameters parameters = new Parameters();
		RaftCoordinationStore.Tls tls = settings.tls();
		if (tls != null) {
			GrpcConfigKeys.TLS.setConf(parameters, new GrpcTlsConfig(tls.keyManager(), tls.trustManager(), true));
		}
		return parameters;
	}

	private static TimeDuration millis(long millis) {
		return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
	}

}
