package dev.sm.cache.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.json.JsonCacheCodec;
import dev.sm.cache.spring.ShardedCacheManager.Counted;
import dev.sm.cache.spring.ShardedCacheManager.Settings;
import dev.sm.storage.memory.MemoryNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Spring's caches on a pool of two nodes.
 */
class ShardedCacheTests {

	record Book(String isbn, List<String> authors) {

	}

	static class Shelf {

		private Collection<Book> books = new ArrayList<>();

		public Collection<Book> getBooks() {
			return this.books;
		}

		public void setBooks(Collection<Book> books) {
			this.books = books;
		}

	}

	private static final Book BOOK = new Book("1", List.of("Ada", "Grace"));

	private Pools pools;

	private ShardedTemplate template;

	@BeforeEach
	void open() {
		this.pools = Pools.builder()
			.nodeFactories(List.of(new MemoryNodeFactory()))
			.pools(List.of(PoolSettings.named("p")
				.node(NodeSettings.of("n1", "memory:", 1))
				.node(NodeSettings.of("n2", "memory:", 1))
				.build()))
			.build();
		this.template = this.pools.get("p");
	}

	@AfterEach
	void close() {
		this.pools.close();
	}

	private ShardedCacheManager manager(boolean nullValues, String... trusted) {
		return ShardedCacheManager
			.builder(this.pools::get, JsonCacheCodec.typed(JsonMapper.builder().build(), List.of(trusted)))
			.others(new Settings("p", null, nullValues))
			.build();
	}

	private Counted cache() {
		return (Counted) manager(true, "dev.sm.cache").getCache("books");
	}

	@Test
	void keepsValuesOfAnyTrustedType() {
		Cache cache = cache();
		Shelf shelf = new Shelf();
		shelf.setBooks(List.of(BOOK));
		List<Object> values = List.of("text", 42, 42L, 1.5, true, BOOK, List.of(BOOK), Set.of("a"), Map.of("b", BOOK),
				new String[] { "x" }, new byte[] { 1, 2 }, Thread.State.NEW, Duration.ofSeconds(3));
		for (int i = 0; i < values.size(); i++) {
			cache.put(i, values.get(i));
			assertThat(cache.get(i).get()).as("value %s", i).isEqualTo(values.get(i));
		}
		cache.put("shelf", shelf);
		assertThat(cache.get("shelf", Shelf.class).getBooks()).containsExactly(BOOK);
	}

	@Test
	void refusesToWriteWhatItWouldNotRead() {
		Cache cache = manager(true, "com.example").getCache("books");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> cache.put("1", BOOK))
			.withMessageContaining("Book")
			.withMessageContaining("not trusted");
		assertThat(cache.get("1")).isNull();
	}

	@Test
	void makesNothingOfTypesThatAreNotTrusted() {
		Cache cache = cache();
		this.template.set("books::1", "[\"java.util.Timer\",{}]");
		this.template.set("books::2", "[\"org.springframework.core.io.ClassPathResource\",{\"path\":\"x\"}]");
		this.template.set("books::3", "no json");
		assertThat(cache.get("1")).isNull();
		assertThat(cache.get("2")).isNull();
		assertThat(cache.get("3")).isNull();
		assertThat(cache.<String>get("3", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.get("3").get()).isEqualTo("loaded");
	}

	@Test
	void remembersNullOrNot() throws Exception {
		Cache remembers = cache();
		AtomicInteger loads = new AtomicInteger();
		remembers.put("1", null);
		assertThat(remembers.get("1")).isNotNull().extracting(ValueWrapper::get).isNull();
		assertThat(((ValueWrapper) remembers.retrieve("1").get()).get()).isNull();
		for (int i = 0; i < 2; i++) {
			assertThat(remembers.<String>get("2", () -> load(loads, null))).isNull();
		}
		assertThat(loads).hasValue(1);
		Cache forgets = manager(false).getCache("others");
		forgets.put("1", "old");
		forgets.put("1", null);
		assertThat(forgets.get("1")).isNull();
		assertThat(forgets.putIfAbsent("1", null)).isNull();
		for (int i = 0; i < 2; i++) {
			assertThat(forgets.<String>get("2", () -> load(loads, null))).isNull();
		}
		assertThat(loads).hasValue(3);
	}

	@Test
	void loadsOnceForAllWhoWait() throws Exception {
		Cache cache = cache();
		AtomicInteger loads = new AtomicInteger();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		List<CompletableFuture<Book>> readers = Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> cache.get("1", () -> {
				begun.countDown();
				release.await();
				return load(loads, BOOK);
			}), (task) -> new Thread(task).start()))
			.limit(4)
			.toList();
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		release.countDown();
		assertThat(readers).extracting(CompletableFuture::join).containsOnly(BOOK);
		assertThat(loads).hasValue(1);
	}

	@Test
	void loadsWithoutWaiting() {
		Cache cache = cache();
		AtomicInteger loads = new AtomicInteger();
		assertThat(cache.retrieve("1").join()).isNull();
		for (int i = 0; i < 2; i++) {
			assertThat(cache.retrieve("1", () -> CompletableFuture.completedFuture(load(loads, BOOK))).join())
				.isEqualTo(BOOK);
		}
		assertThat(loads).hasValue(1);
		IllegalStateException failure = new IllegalStateException("no");
		assertThat(cache.retrieve("2", () -> CompletableFuture.failedFuture(failure)))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCause(failure);
	}

	@Test
	void aLoadersExceptionIsTheCause() {
		Cache cache = cache();
		IllegalStateException failure = new IllegalStateException("no");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("1", () -> {
			throw failure;
		})).withCause(failure);
		assertThat(cache.<String>get("1", () -> "then")).isEqualTo("then");
	}

	@Test
	void putsIfAbsent() {
		Cache cache = cache();
		assertThat(cache.putIfAbsent("1", "first")).isNull();
		assertThat(cache.putIfAbsent("1", "second").get()).isEqualTo("first");
		assertThat(cache.evictIfPresent("1")).isTrue();
		assertThat(cache.evictIfPresent("1")).isFalse();
	}

	@Test
	void clearsItsOwnEntriesOnly() {
		ShardedCacheManager manager = manager(true);
		Cache one = manager.getCache("one");
		for (int i = 0; i < 2 * ShardedCache.BATCH + 7; i++) {
			one.put(i, i);
		}
		manager.getCache("one2").put("1", "kept");
		this.template.set("one", "kept");
		assertThat(one.invalidate()).isTrue();
		assertThat(one.invalidate()).isFalse();
		assertThat(this.template.scan("").toList()).containsExactlyInAnyOrder("one2::1", "one");
	}

	@Test
	void keysAreTexts() {
		Cache cache = cache();
		cache.put(new SimpleKey("a", 1), "simple");
		cache.put(List.of("a", Map.of("b", 2)), "list");
		cache.put(new int[] { 1, 2 }, "array");
		cache.put(new Book("1", List.of()), "record");
		assertThat(this.template.scan("").toList()).containsExactlyInAnyOrder("books::SimpleKey [a, 1]",
				"books::[a,{b=2}]", "books::[1,2]", "books::Book[isbn=1, authors=[]]");
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put(new Object(), "x"))
			.withMessageContaining("toString");
	}

	@Test
	void namesEndAtTheSeparator() {
		assertThatIllegalArgumentException().isThrownBy(() -> manager(true).getCache("a::b"))
			.withMessageContaining("'a::b'");
	}

	@Test
	void refusesAnotherTypeThanIsThere() {
		Cache cache = cache();
		cache.put("1", "text");
		assertThatIllegalStateException().isThrownBy(() -> cache.get("1", Integer.class))
			.withMessageContaining("java.lang.String");
	}

	@Test
	void entriesLiveAsLongAsTheCacheSays() {
		ShardedCacheManager manager = ShardedCacheManager
			.builder(this.pools::get, JsonCacheCodec.typed(JsonMapper.builder().build(), List.of()))
			.cache("short", new Settings("p", Duration.ofMillis(1), true))
			.build();
		Cache cache = manager.getCache("short");
		cache.put("1", "x");
		cache.<String>get("2", () -> "x");
		await().until(() -> this.template.scan("").toList().isEmpty());
		assertThat(manager.getCacheNames()).containsExactly("short");
		assertThat(manager.getCache("unknown")).isNull();
	}

	@Test
	void counts() {
		Counted cache = cache();
		cache.get("1");
		cache.put("1", "x");
		cache.get("1");
		cache.<String>get("2", () -> "y");
		cache.<String>get("2", () -> "z");
		cache.evict("1");
		cache.evict("1");
		cache.clear();
		assertThat(cache.counts()).isEqualTo(new ShardedCacheManager.Counts(2, 2, 2, 2));
	}

	private static <T> T load(AtomicInteger loads, T value) {
		loads.incrementAndGet();
		return value;
	}

}
