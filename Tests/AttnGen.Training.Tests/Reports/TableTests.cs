using System.Xml.Linq;

namespace AttnGen.Training.Tests.Reports;

/// <summary>Tables of the program's own texts.</summary>
public sealed class TableTests
{
    private static readonly TableSection Section = new() { Title = "What is said", Columns = ["Of", "here", "there"], Rows = [["one\nin short", "1 < 2\r\nsmall\nsmaller", ""], ["other", "", "2"]] };

    [Fact]
    public void Each_text_is_a_cell_whose_further_lines_are_small()
    {
        XElement page = Pages.Read(Section);
        Assert.Equal(["Of", "here", "there"], page.Columns());
        Assert.Equal("What is said", page.Descendants("caption").First().Value.Trim());
        XElement cell = page.Row("one")[0];
        Assert.Equal("1 < 2", ((XText)cell.FirstNode!).Value);
        Assert.Equal(["small", "smaller"], cell.Elements("small").Select(line => line.Value));
        Assert.Equal(["in short"], page.Table()[0][0].Elements("small").Select(line => line.Value));
        Assert.Equal(["\u2013", "2"], page.Row("other").Select(each => each.Value));
        Assert.Equal("another", Pages.Read(Section with { Caption = "another" }).Descendants("caption").First().Value.Trim());
    }

    [Theory]
    [InlineData()]
    [InlineData("head", "1")]
    [InlineData("head", "1", "2", "3")]
    public void A_row_that_does_not_fit_the_columns_is_refused(params string[] row)
    {
        string message = Assert.Throws<ArgumentException>(() => Pages.Read(Section with { Rows = [["one", "1", "2"], row] })).Message;
        Assert.Contains($"Row 2 of the section 'What is said' has {row.Length} texts for 3 columns.", message, StringComparison.Ordinal);
    }
}
