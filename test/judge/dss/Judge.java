import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/**
 * EU DSS as a judge: root.der, the instant in milliseconds since 1970, then files. A line per file
 * and signature: file, policy, field count, indication, sub-indication, format. Offline: no source
 * of revocation data is given. The strict policy is the default one with every rule about changes
 * of a PDF after signing set to FAIL.
 */
public class Judge {
  public static void main(String[] args) throws Exception {
    CommonTrustedCertificateSource trust = new CommonTrustedCertificateSource();
    trust.addCertificate(DSSUtils.loadCertificate(new File(args[0])));
    Date at = new Date(Long.parseLong(args[1]));
    String strict = strictPolicy();
    for (int i = 2; i < args.length; i++) {
      judge(args[i], "default", trust, at, null);
      judge(args[i], "strict", trust, at, strict);
    }
  }

  private static void judge(
      String file, String name, CommonTrustedCertificateSource trust, Date at, String policy) {
    try {
      CommonCertificateVerifier verifier = new CommonCertificateVerifier();
      verifier.setTrustedCertSources(trust);
      SignedDocumentValidator validator =
          SignedDocumentValidator.fromDocument(new FileDocument(new File(file)));
      validator.setCertificateVerifier(verifier);
      validator.setValidationTime(at);
      Reports reports =
          policy == null
              ? validator.validateDocument()
              : validator.validateDocument(
                  (InputStream) new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)));
      SimpleReport report = reports.getSimpleReport();
      if (report.getSignatureIdList().isEmpty()) print(file, name, "NO_SIGNATURE", "", "");
      for (String id : report.getSignatureIdList())
        print(
            file,
            name,
            String.valueOf(report.getIndication(id)),
            String.valueOf(report.getSubIndication(id)),
            String.valueOf(report.getSignatureFormat(id)));
    } catch (Exception error) {
      print(file, name, "ERROR", error.getClass().getSimpleName(), "");
    }
  }

  private static void print(String... parts) {
    System.out.println(String.join("\t", parts));
  }

  private static String strictPolicy() throws Exception {
    try (InputStream in = Judge.class.getResourceAsStream("/policy/constraint.xml")) {
      String policy = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return policy.replaceAll(
          "<(DocMDP|FieldMDP|SigFieldLock|UndefinedChanges|FormFillChanges|AnnotationChanges"
              + "|PdfPageDifference|PdfAnnotationOverlap|PdfVisualDifference) Level=\"\\w+\"",
          "<$1 Level=\"FAIL\"");
    }
  }
}
