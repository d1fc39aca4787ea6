import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.service.tsp.OnlineTSPSource;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Date;
import java.util.List;

/**
 * EU DSS on the same scan with the same keys and servers: certify (B-T, P=2), approve (LTA), then
 * validate offline. Arguments: folder, kind of key, address of the time stamp server, rounds. A line
 * per round, after as many rounds to warm up: milliseconds of signing, milliseconds of validation.
 */
public class DssCopy {
  private static CertificateToken root;
  private static CertificateToken issuing;
  private static PAdESService service;

  public static void main(String[] args) throws Exception {
    String folder = args[0];
    int rounds = Integer.parseInt(args[3]);
    root = DSSUtils.loadCertificate(new File(folder, "pki/root.der"));
    issuing = DSSUtils.loadCertificate(new File(folder, "issuing.der"));
    CommonCertificateVerifier online = verifier();
    online.setOcspSource(new OnlineOCSPSource());
    service = new PAdESService(online);
    service.setTspSource(new OnlineTSPSource(args[2]));
    byte[] scan = Files.readAllBytes(Path.of(folder, "scan.pdf"));
    Signer leader = new Signer(folder, args[1], "leader");
    Signer agency = new Signer(folder, args[1], "agency");
    for (int round = -rounds; round < rounds; round++) {
      long begun = System.nanoTime();
      DSSDocument certified = leader.sign(new InMemoryDocument(scan, "scan.pdf"), true);
      DSSDocument copy = agency.sign(certified, false);
      long signed = System.nanoTime();
      validate(copy);
      long validated = System.nanoTime();
      if (round >= 0)
        System.out.println((signed - begun) / 1e6 + "\t" + (validated - signed) / 1e6);
    }
  }

  private static CommonCertificateVerifier verifier() {
    CommonTrustedCertificateSource trust = new CommonTrustedCertificateSource();
    trust.addCertificate(root);
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trust);
    return verifier;
  }

  private static void validate(DSSDocument copy) {
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(copy);
    validator.setCertificateVerifier(verifier());
    SimpleReport report = validator.validateDocument().getSimpleReport();
    for (String id : report.getSignatureIdList())
      if (report.getIndication(id) != Indication.TOTAL_PASSED)
        throw new IllegalStateException(report.getIndication(id) + " " + report.getSubIndication(id));
  }

  private static final class Signer {
    private final CertificateToken certificate;
    private final PrivateKey key;

    Signer(String folder, String kind, String name) throws Exception {
      certificate = DSSUtils.loadCertificate(new File(folder, kind + "-" + name + ".der"));
      byte[] bytes = Files.readAllBytes(Path.of(folder, kind + "-" + name + ".key"));
      key =
          KeyFactory.getInstance(kind.startsWith("rsa") ? "RSA" : "EC")
              .generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    DSSDocument sign(DSSDocument document, boolean certifies) throws Exception {
      PAdESSignatureParameters parameters = new PAdESSignatureParameters();
      parameters.setSignatureLevel(
          certifies ? SignatureLevel.PAdES_BASELINE_T : SignatureLevel.PAdES_BASELINE_LTA);
      parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
      parameters.setSigningCertificate(certificate);
      parameters.setCertificateChain(List.of(certificate, issuing, root));
      if (certifies) parameters.setPermission(CertificationPermission.MINIMAL_CHANGES_PERMITTED);
      parameters.bLevel().setSigningDate(new Date());
      boolean isRsa = key.getAlgorithm().equals("RSA");
      Signature signature = Signature.getInstance(isRsa ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      signature.update(service.getDataToSign(document, parameters).getBytes());
      SignatureAlgorithm algorithm =
          isRsa ? SignatureAlgorithm.RSA_SHA256 : SignatureAlgorithm.ECDSA_SHA256;
      return service.signDocument(
          document, parameters, new SignatureValue(algorithm, signature.sign()));
    }
  }
}
