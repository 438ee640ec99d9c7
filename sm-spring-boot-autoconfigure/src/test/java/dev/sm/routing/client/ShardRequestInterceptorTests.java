package dev.sm.routing.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sm.routing.ShardOwner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Which instances are asked when some do not answer.
 */
class ShardRequestInterceptorTests {

	private final Known owners = new Known();

	private final Map<String, Object> answers = new HashMap<>();

	private final List<String> asked = new ArrayList<>();

	@Test
	void whatCannotHaveArrivedGoesToAnother() throws IOException {
		this.answers.put("p1", new ConnectException("refused"));
		assertThat(send(HttpMethod.POST, false).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(this.asked).containsExactly("p1", "p2");
		assertThat(this.owners.failed).containsExactly(URI.create("http://p1:8080"));
	}

	@Test
	void whatMayHaveArrivedIsRepeatedOnlyIfThatDoesNoHarm() throws IOException {
		this.answers.put("p1", new IOException("reset"));
		assertThat(send(HttpMethod.GET, false).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThatIOException().isThrownBy(() -> send(HttpMethod.POST, false)).withMessage("reset");
		assertThat(this.asked).containsExactly("p1", "p2", "p1");
	}

	@Test
	void whatTheApplicationKnowsAgainIsRepeated() throws IOException {
		this.answers.put("p1", new IOException("reset"));
		MockClientHttpRequest request = request(HttpMethod.POST, false);
		request.getHeaders().set("Idempotency-Key", "1");
		assertThat(send(request).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(this.asked).containsExactly("p1", "p2");
	}

	@Test
	void aMisdirectedRequestIsSentOnceMore() throws IOException {
		this.answers.put("p1", HttpStatus.valueOf(421));
		this.owners.learned = List.of("p2");
		assertThat(send(HttpMethod.POST, false).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(this.asked).containsExactly("p1", "p2");
	}

	@Test
	void aStandbyAnswersWhereThatIsAllowed() throws IOException {
		this.answers.put("p1", HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(send(HttpMethod.GET, false).getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(send(HttpMethod.GET, true).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(this.asked).containsExactly("p1", "p1", "p2");
	}

	@Test
	void nobodyToAskIsAnError() {
		this.owners.targets = List.of();
		assertThatIOException().isThrownBy(() -> send(HttpMethod.GET, false)).withMessageContaining("shard 7");
	}

	@Test
	void theUriKeepsItsPathAndQuery() {
		assertThat(ShardRequest.at(URI.create("https://p1:8443"), URI.create("http://any/a%2Fb//c;d?e=%20f&g")))
			.isEqualTo(URI.create("https://p1:8443/a%2Fb//c;d?e=%20f&g"));
		assertThat(ShardRequest.at(URI.create("http://p1/base/"), URI.create("http://any:81/a%20b")))
			.isEqualTo(URI.create("http://p1/base/a%20b"));
	}

	private ClientHttpResponse send(HttpMethod method, boolean standby) throws IOException {
		return send(request(method, standby));
	}

	private static MockClientHttpRequest request(HttpMethod method, boolean standby) {
		MockClientHttpRequest request = new MockClientHttpRequest(method, URI.create("http://any/items"));
		request.getAttributes().put(ShardRequest.KEY, "key");
		request.getAttributes().put(ShardRequest.STANDBY, standby);
		return request;
	}

	private ClientHttpResponse send(MockClientHttpRequest request) throws IOException {
		return new ShardRequestInterceptor(this.owners).intercept(request, new byte[0], (directed, body) -> {
			String host = directed.getURI().getHost();
			this.asked.add(host);
			Object answer = this.answers.getOrDefault(host, HttpStatus.OK);
			if (answer instanceof IOException failure) {
				throw failure;
			}
			MockClientHttpResponse response = new MockClientHttpResponse(new byte[0], (HttpStatus) answer);
			HttpHeaders headers = response.getHeaders();
			headers.set("Sm-Shard", "7");
			headers.set("Sm-Owner", "http://p2:8080");
			headers.set("Sm-Epoch", "no number");
			return response;
		});
	}

	/** Knows what a test tells it. */
	private static final class Known implements Owners {

		private List<String> targets = List.of("p1", "p2");

		private List<String> learned = List.of();

		private final List<URI> failed = new ArrayList<>();

		private boolean askedOnce;

		@Override
		public String shardFor(String key) {
			return "7";
		}

		@Override
		public List<URI> targets(@Nullable String shardId, boolean standby) {
			List<String> targets = (this.askedOnce && !this.learned.isEmpty()) ? this.learned : this.targets;
			this.askedOnce = true;
			return targets.stream().map((host) -> URI.create("http://" + host + ":8080")).toList();
		}

		@Override
		public void learn(ShardOwner owner, int shards) {
		}

		@Override
		public void failed(URI target) {
			this.failed.add(target);
		}

	}

}
