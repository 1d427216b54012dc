package dev.parley.testing.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * An RSA key pair of 2 048 bits in a folder, as PEM files.
 *
 * <p>Made on first use and kept, so that tokens outlive a restart. Safe to open from several
 * processes at once.
 */
public final class DevKeys {
  /** The {@code kid} of tokens signed with such a key. */
  public static final String KEY_ID = "dev";

  private static final String PRIVATE_FILE = "private.pem";
  private static final String PUBLIC_FILE = "public.pem";

  private final Path folder;
  private final KeyPair pair;

  private DevKeys(Path folder, KeyPair pair) {
    this.folder = folder;
    this.pair = pair;
  }

  /** Opens the pair in a folder; makes folder and pair when they are missing. */
  public static synchronized DevKeys in(Path folder) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // Released with the channel; threads of this process queue for the class instead.
        channel.lock();
        if (!Files.exists(folder.resolve(PUBLIC_FILE))) {
          generate(folder);
        }
        return new DevKeys(folder, read(folder));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot use the keys in " + folder, failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("The keys in " + folder + " are damaged", failure);
    }
  }

  public PrivateKey privateKey() {
    return pair.getPrivate();
  }

  public PublicKey publicKey() {
    return pair.getPublic();
  }

  /** The public key in PEM, as {@code mp.jwt.verify.publickey} takes it. */
  public String publicPem() {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  /** Where the public key lies, as {@code mp.jwt.verify.publickey.location} takes it. */
  public String publicKeyLocation() {
    return folder.resolve(PUBLIC_FILE).toUri().toString();
  }

  private static void generate(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair made = generator.generateKeyPair();
    write(folder.resolve(PRIVATE_FILE), pem("PRIVATE KEY", made.getPrivate().getEncoded()));
    // The public file comes last: where it is, the pair is whole.
    write(folder.resolve(PUBLIC_FILE), pem("PUBLIC KEY", made.getPublic().getEncoded()));
  }

  private static void write(Path file, String text) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), "key", ".tmp");
    if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static KeyPair read(Path folder) throws IOException, GeneralSecurityException {
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    return new KeyPair(
        rsa.generatePublic(new X509EncodedKeySpec(decode(folder.resolve(PUBLIC_FILE)))),
        rsa.generatePrivate(new PKCS8EncodedKeySpec(decode(folder.resolve(PRIVATE_FILE)))));
  }

  private static byte[] decode(Path pemFile) throws IOException {
    String body = Files.readString(pemFile).replaceAll("-----[A-Z ]+-----", "");
    return Base64.getMimeDecoder().decode(body);
  }

  private static String pem(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
