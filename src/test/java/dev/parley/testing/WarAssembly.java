package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An expanded WAR made of the product's, with test classes added and product packages dropped.
 *
 * <p>Packages are written with slashes and include what is below them. Immutable: every method
 * returns a new recipe.
 */
public final class WarAssembly {
  private static final String CLASSES = "WEB-INF/classes";

  private final Path explodedWar;
  private final Path testClasses;
  private final List<String> added;
  private final List<Class<?>> addedClasses;
  private final List<String> dropped;

  private WarAssembly(
      Path explodedWar,
      Path testClasses,
      List<String> added,
      List<Class<?>> addedClasses,
      List<String> dropped) {
    this.explodedWar = explodedWar;
    this.testClasses = testClasses;
    this.added = List.copyOf(added);
    this.addedClasses = List.copyOf(addedClasses);
    this.dropped = List.copyOf(dropped);
  }

  /** The product as it ships. */
  public static WarAssembly product() {
    return of(Project.explodedWar(), Project.testClasses());
  }

  static WarAssembly of(Path explodedWar, Path testClasses) {
    return new WarAssembly(explodedWar, testClasses, List.of(), List.of(), List.of());
  }

  /** Adds a package of the test sources. */
  public WarAssembly with(String testPackage) {
    return new WarAssembly(
        explodedWar, testClasses, plus(added, testPackage), addedClasses, dropped);
  }

  /** Adds a class of the test sources, and the classes nested in it. */
  public WarAssembly with(Class<?> testClass) {
    return new WarAssembly(explodedWar, testClasses, added, plus(addedClasses, testClass), dropped);
  }

  /** Drops a package of the product; one that does not exist is fine. */
  public WarAssembly without(String productPackage) {
    return new WarAssembly(
        explodedWar, testClasses, added, addedClasses, plus(dropped, productPackage));
  }

  /**
   * Writes the WAR.
   *
   * @param folder replaced when it exists
   * @throws IllegalStateException when the product or an added package was never built
   */
  public void assemble(Path folder) {
    if (!Files.isDirectory(explodedWar)) {
      throw new IllegalStateException("No expanded WAR at " + explodedWar + ": run the build");
    }
    FileTrees.delete(folder);
    FileTrees.copy(explodedWar, folder);
    Path classes = folder.resolve(CLASSES);
    dropped.forEach(name -> FileTrees.delete(classes.resolve(name)));
    for (String name : added) {
      Path compiled = testClasses.resolve(name);
      if (!Files.isDirectory(compiled)) {
        throw new IllegalStateException("No test package " + name + " in " + testClasses);
      }
      FileTrees.copy(compiled, classes.resolve(name));
    }
    addedClasses.forEach(type -> copyClass(type, classes));
  }

  private void copyClass(Class<?> type, Path classes) {
    String name = type.getName().replace('.', '/');
    Path compiled = testClasses.resolve(name + ".class");
    String nested = compiled.getFileName().toString().replace(".class", "$");
    Path packageFolder = classes.resolve(name).getParent();
    try (Stream<Path> siblings = Files.list(compiled.getParent())) {
      Files.createDirectories(packageFolder);
      for (Path file : siblings.toList()) {
        if (file.equals(compiled) || file.getFileName().toString().startsWith(nested)) {
          Files.copy(file, packageFolder.resolve(file.getFileName().toString()));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot add " + type + " to the WAR", failure);
    }
  }

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> longer = new ArrayList<>(list);
    longer.add(item);
    return longer;
  }
}
