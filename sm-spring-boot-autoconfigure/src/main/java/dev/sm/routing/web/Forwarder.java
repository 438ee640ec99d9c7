package dev.sm.routing.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request on to another instance and its answer back, both as streams. The
 * calling thread waits. Thread-safe.
 */
public final class Forwarder {

	private static final Logger logger = LoggerFactory.getLogger(Forwarder.class);

	private static final int BUFFER = 8192;

	/** What JDKs say when they are answered in plain text. */
	private static final String NO_TLS = "recognized SSL message";

	private final HttpClient client;

	private final Duration timeout;

	private final ObservationRegistry observations;

	/**
	 * Creates a forwarder.
	 * @param client sends the requests; it must follow no redirects
	 * @param timeout how long an answer may take until it begins
	 * @param observations observes what is sent on
	 */
	public Forwarder(HttpClient client, Duration timeout, ObservationRegistry observations) {
		this.client = client;
		this.timeout = timeout;
		this.observations = observations;
	}

	/** What became of a request. */
	enum Outcome {

		/** It was answered, by the target or with the reason why there is no answer. */
		ANSWERED,

		/** Nothing of it has arrived. */
		NOT_SENT,

		/** The connection broke before the answer; it may be sent again without harm. */
		LOST

	}

	Outcome forward(ForwardedRequest request, HttpServletResponse response, URI target, String mark)
			throws IOException {
		try (ForwardObservation observation = ForwardObservation.start(this.observations, request.method(), target)) {
			return observation.ended(forward(request, response, target, mark, observation.headers()));
		}
		finally {
			request.end(response);
		}
	}

	private Outcome forward(ForwardedRequest request, HttpServletResponse response, URI target, String mark,
			Map<String, String> headers) throws IOException {
		HttpResponse<InputStream> answer;
		try {
			answer = this.client.send(request.to(target, mark, this.timeout, headers),
					HttpResponse.BodyHandlers.ofInputStream());
		}
		catch (IllegalArgumentException ex) {
			Refusal.send(response, HttpServletResponse.SC_BAD_REQUEST,
					"the request cannot be forwarded: " + ex.getMessage());
			return Outcome.ANSWERED;
		}
		catch (ConnectException | HttpConnectTimeoutException ex) {
			logger.debug("{} cannot be reached", target, ex);
			return Outcome.NOT_SENT;
		}
		catch (SSLHandshakeException ex) {
			logger.warn("{} is not trusted: {}; see 'sm.routing.forward.ssl.bundle'", target, ex.getMessage());
			return Outcome.NOT_SENT;
		}
		catch (HttpTimeoutException ex) {
			Refusal.send(response, HttpServletResponse.SC_GATEWAY_TIMEOUT,
					"the owner did not answer within " + this.timeout.toMillis() + " ms");
			return Outcome.ANSWERED;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			Refusal.send(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "this instance stops");
			return Outcome.ANSWERED;
		}
		catch (IOException ex) {
			return failed(request, response, target, ex);
		}
		if (PlainAnswer.expectsTls(answer, target)) {
			answer.body().close();
			logger.warn("{} speaks TLS; its 'sm.participant.address' must begin with https: there", target);
			Refusal.send(response, HttpServletResponse.SC_BAD_GATEWAY,
					"the owner speaks TLS, and its address does not say so");
			return Outcome.ANSWERED;
		}
		answer(answer, request, response);
		return Outcome.ANSWERED;
	}

	private static Outcome failed(ForwardedRequest request, HttpServletResponse response, URI target, IOException ex)
			throws IOException {
		if (ex.getCause() instanceof UnresolvedAddressException) {
			return Outcome.NOT_SENT;
		}
		if (ex instanceof SSLException && String.valueOf(ex.getMessage()).contains(NO_TLS)) {
			logger.warn("{} does not speak TLS; its 'sm.participant.address' must begin with http: there", target);
			return Outcome.NOT_SENT;
		}
		if (request.isBroken()) {
			logger.debug("The body of a request to {} broke", target, ex);
			Refusal.send(response, HttpServletResponse.SC_BAD_REQUEST, "the body of the request broke");
			return Outcome.ANSWERED;
		}
		if (request.isRepeatable()) {
			logger.debug("{} did not answer", target, ex);
			return Outcome.LOST;
		}
		logger.warn("A request to {} got no answer and may have been executed", target, ex);
		Refusal.send(response, HttpServletResponse.SC_BAD_GATEWAY,
				"the connection to the owner broke; the request may have been executed");
		return Outcome.ANSWERED;
	}

	/**
	 * A client that has gone shows when its answer is written; closing the target's
	 * answer tells the target. If the target's answer breaks after its begin was sent on,
	 * this throws, so that the client sees that it is incomplete.
	 */
	private static void answer(HttpResponse<InputStream> answer, ForwardedRequest request, HttpServletResponse response)
			throws IOException {
		response.setStatus(answer.statusCode());
		boolean streams = !Headers.answer(answer.headers(), response) && !request.isHead();
		try (InputStream body = answer.body()) {
			byte[] buffer = new byte[BUFFER];
			for (int read = read(body, buffer, response); read >= 0; read = read(body, buffer, response)) {
				response.getOutputStream().write(buffer, 0, read);
				if (streams && body.available() == 0) {
					response.flushBuffer();
				}
			}
		}
	}

	private static int read(InputStream body, byte[] buffer, HttpServletResponse response) throws IOException {
		try {
			return body.read(buffer);
		}
		catch (IOException ex) {
			logger.debug("The answer of the owner broke", ex);
			if (response.isCommitted()) {
				throw new BrokenAnswerException("the answer of the owner broke: " + ex.getMessage());
			}
			response.reset();
			Refusal.send(response, HttpServletResponse.SC_BAD_GATEWAY, "the answer of the owner broke");
			return -1;
		}
	}

}
