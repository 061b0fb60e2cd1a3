using ScottPlot;
using SkiaSharp;

namespace AttnGen.Training;

/// <summary>
/// The font of pictures, which this assembly carries: machines without installed fonts (most containers) would show no text at all, and with
/// it a picture looks the same everywhere.
/// </summary>
internal sealed class PictureFont : IFontResolver
{
    public const string Name = "AttnGen DejaVu Sans";

    private const string Resource = "AttnGen.Training.DejaVuSans.subset.ttf";

    private static readonly Lazy<bool> Registration = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new PictureFont());
        return true;
    });

    private PictureFont()
    {
    }

    /// <summary>Makes <see cref="Name"/> known; other names are answered as before.</summary>
    public static void Register() => _ = Registration.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Load() : null;

    [Obsolete("The interface still has it.")]
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Load() : null;

    private static SKTypeface Load()
    {
        using Stream font = typeof(PictureFont).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly.");
        using SKData data = SKData.Create(font);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The resource {Resource} is not a font.");
    }
}
