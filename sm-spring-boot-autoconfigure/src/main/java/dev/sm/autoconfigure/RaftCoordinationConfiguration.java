package dev.sm.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Keys;
import dev.sm.coordination.http.KeySpace;
import dev.sm.coordination.raft.RaftCoordinationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Coordination on an embedded Raft group. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnCoordination(CoordinationType.RAFT)
@ConditionalOnClass(name = { "org.apache.ratis.server.RaftServer", "org.apache.ratis.grpc.GrpcFactory",
		"org.apache.ratis.metrics.impl.MetricRegistriesImpl" })
@ConditionalOnMissingBean(CoordinationStore.class)
class RaftCoordinationConfiguration {

	private static final String PREFIX = "sm.coordination.raft";

	private static final String LIBRARY = "org.apache.ratis";

	private static final Duration MAX_REQUEST_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Longer ones would let sessions end over an election, shorter ones cause elections.
	 */
	private static final Duration MAX_ELECTION_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration MIN_ELECTION_TIMEOUT = Duration.ofMillis(250);

	@Bean(destroyMethod = "close")
	RaftCoordinationStore coordinationStore(SmProperties properties, Environment environment,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<LoggingSystem> logging) {
		logging.ifAvailable(RaftCoordinationConfiguration::quieten);
		CoordinationProperties.Raft raft = properties.coordination().raft();
		checkPrefix(properties.coordination().prefix());
		try {
			return new RaftCoordinationStore(settings(raft, peers(raft, environment),
					tls(raft.ssl().bundle(), sslBundles.getIfAvailable()), properties.coordination().sessionTtl()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException(PREFIX,
					InvalidPoolFailureAnalyzer.sentence(String.valueOf(ex.getMessage())),
					"Correct the properties below '" + PREFIX + "'.");
		}
		catch (RaftCoordinationStore.RefusedException ex) {
			throw new InvalidPropertyException(PREFIX,
					InvalidPoolFailureAnalyzer.sentence(String.valueOf(ex.getMessage())),
					"Give each instance a folder ('" + PREFIX + ".data-dir') and an address ('" + PREFIX
							+ ".address') of its own; a folder that is not needed any more can be deleted.");
		}
	}

	private static void checkPrefix(String prefix) {
		if (Keys.covers(prefix, KeySpace.ROOT) || Keys.covers(KeySpace.ROOT, prefix)) {
			throw InvalidPropertyException.of("sm.coordination.prefix", prefix,
					"a path that has nothing to do with '" + KeySpace.ROOT + "', where the keys of HTTP clients are");
		}
	}

	private static RaftCoordinationStore.Settings settings(CoordinationProperties.Raft raft, List<String> peers,
			RaftCoordinationStore.@Nullable Tls tls, Duration sessionTtl) {
		String address = raft.address().trim();
		String self = StringUtils.hasText(raft.id()) ? raft.id().trim() + "@" + address : address;
		String folder = StringUtils.hasText(raft.dataDir()) ? raft.dataDir()
				: "sm-raft/" + self.replaceAll("[^\\p{Alnum}._-]", "_");
		Duration quarter = sessionTtl.dividedBy(4);
		return new RaftCoordinationStore.Settings(self, peers, Path.of(folder), tls, raft.insecure(),
				min(quarter, MAX_REQUEST_TIMEOUT), max(min(quarter, MAX_ELECTION_TIMEOUT), MIN_ELECTION_TIMEOUT));
	}

	private static Duration min(Duration a, Duration b) {
		return (a.compareTo(b) < 0) ? a : b;
	}

	private static Duration max(Duration a, Duration b) {
		return (a.compareTo(b) > 0) ? a : b;
	}

	/** Who says nothing of others is alone, at whatever address. */
	private static List<String> peers(CoordinationProperties.Raft raft, Environment environment) {
		boolean named = Binder.get(environment).bind(PREFIX + ".peers", Bindable.listOf(String.class)).isBound();
		if (named) {
			return raft.peers();
		}
		return List.of(StringUtils.hasText(raft.id()) ? raft.id().trim() + "@" + raft.address() : raft.address());
	}

	private static RaftCoordinationStore.@Nullable Tls tls(@Nullable String bundle, @Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		String key = PREFIX + ".ssl.bundle";
		SslManagerBundle managers = SslBundleCheck.requireBundle(key, bundle, sslBundles)
			.getBundle(bundle)
			.getManagers();
		KeyManager[] keys = managers.getKeyManagers();
		TrustManager[] trust = managers.getTrustManagers();
		if (keys == null || keys.length == 0 || trust == null || trust.length == 0) {
			throw new InvalidPropertyException(key,
					"The SSL bundle '" + bundle + "' that '" + key
							+ "' names must have a key and trusted certificates.",
					"Add a keystore and a truststore to the bundle '" + bundle + "'.");
		}
		return new RaftCoordinationStore.Tls(keys[0], trust[0]);
	}

	/** Ratis tells of every step of every election, and of lost members as errors. */
	private static void quieten(LoggingSystem logging) {
		LoggerConfiguration configured = logging.getLoggerConfiguration(LIBRARY);
		if (configured == null || configured.getConfiguredLevel() == null) {
			logging.setLogLevel(LIBRARY, LogLevel.OFF);
		}
	}

}
