import java.io.File;
import java.io.FileInputStream;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** veraPDF as a judge: files. A line per file: file, PASSED or FAILED as PDF/A-2b, broken clauses. */
public class PdfaJudge {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.PDFA_2_B;
    for (String file : files) {
      try (FileInputStream stream = new FileInputStream(new File(file));
          PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour)) {
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
        ValidationResult result = validator.validate(parser);
        String broken =
            result.getTestAssertions().stream()
                .filter(each -> each.getStatus() == TestAssertion.Status.FAILED)
                .map(each -> each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        System.out.println(file + "\t" + (result.isCompliant() ? "PASSED" : "FAILED") + "\t" + broken);
      } catch (Exception error) {
        System.out.println(file + "\tREFUSED\t" + error.getClass().getSimpleName());
      }
    }
  }
}
