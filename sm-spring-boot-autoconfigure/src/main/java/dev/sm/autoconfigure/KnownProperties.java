package dev.sm.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The tree of known properties, read from the records that they are bound to.
 *
 * @param kind what may stand below
 * @param children what stands below: of a group each by its name in kebab case; of a map
 * and of a list what each element is, by the empty name
 */
record KnownProperties(Kind kind, Map<String, KnownProperties> children) {

	/** The kinds of property. */
	enum Kind {

		/** One value. */
		VALUE,

		/** Values by number. */
		LIST,

		/** Properties by fixed names. */
		GROUP,

		/** Properties by names of the user's choice. */
		MAP

	}

	static KnownProperties of(Class<?> record) {
		Map<String, KnownProperties> children = new LinkedHashMap<>();
		for (RecordComponent component : record.getRecordComponents()) {
			children.put(DataObjectPropertyName.toDashedForm(component.getName()),
					ofType(component.getType(), component.getGenericType()));
		}
		return new KnownProperties(Kind.GROUP, children);
	}

	private static KnownProperties ofType(Class<?> type, Type generic) {
		if (type.isRecord()) {
			return of(type);
		}
		if (Map.class.isAssignableFrom(type)) {
			Type value = ((ParameterizedType) generic).getActualTypeArguments()[1];
			return new KnownProperties(Kind.MAP, Map.of("", ofType((Class<?>) value, value)));
		}
		boolean list = Collection.class.isAssignableFrom(type);
		return new KnownProperties(list ? Kind.LIST : Kind.VALUE, Map.of());
	}

	/**
	 * What stands below this under a name, in any of the forms that binding accepts.
	 * @param name the name
	 * @return the child, or {@code null} if there is none
	 */
	@Nullable KnownProperties child(String name) {
		return switch (this.kind) {
			case VALUE -> null;
			case LIST -> name.chars().allMatch(Character::isDigit) ? new KnownProperties(Kind.VALUE, Map.of()) : null;
			case MAP -> this.children.get("");
			case GROUP -> this.children.entrySet()
				.stream()
				.filter((child) -> uniform(child.getKey()).equals(uniform(name)))
				.findFirst()
				.map(Map.Entry::getValue)
				.orElse(null);
		};
	}

	/**
	 * All properties that hold a value, for suggestions.
	 * @param names the names of a key that was given; they stand for names of the user's
	 * choice
	 * @return the keys, each as its names
	 */
	List<List<String>> values(List<String> names) {
		List<List<String>> values = new ArrayList<>();
		visit(List.of(), names, (path, property) -> {
			if (property.kind == Kind.VALUE || property.kind == Kind.LIST) {
				values.add(path);
			}
		});
		return values;
	}

	private void visit(List<String> path, List<String> names, BiConsumer<List<String>, KnownProperties> visitor) {
		visitor.accept(path, this);
		this.children.forEach((name, child) -> {
			boolean chosen = this.kind == Kind.MAP;
			String actual = (names.size() > path.size()) ? names.get(path.size()) : "NAME";
			List<String> longer = new ArrayList<>(path);
			longer.add(chosen ? actual : name);
			child.visit(longer, names, visitor);
		});
	}

	static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		name.chars()
			.filter(Character::isLetterOrDigit)
			.map(Character::toLowerCase)
			.forEach((ch) -> uniform.append((char) ch));
		return uniform.toString();
	}

}
