using AttnGen.Models.Assets;

namespace AttnGen.Training;

/// <summary>
/// Directories that GLUE's files are in, a folder a task (<c>SST-2/train.tsv</c>), as its download makes them, or one level deeper in a folder <c>glue</c>.
/// No package holds these files, whose licences differ: they are never fetched.
/// </summary>
public sealed class GlueDirectory
{
    /// <summary>Names the environment variable of a directory with data.</summary>
    public const string DataVariable = "ATTNGEN_DATA";

    private readonly IReadOnlyList<string> roots;

    /// <summary>Looks in some directories.</summary>
    /// <param name="roots">The directories, in the order of looking; they need not be there.</param>
    public GlueDirectory(params IReadOnlyList<string> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        this.roots = [.. roots];
    }

    /// <summary>Looks in a local directory and then where the environment says that data (<see cref="DataVariable"/>) and assets (<see cref="AssetStore.AssetsVariable"/>) are.</summary>
    /// <param name="localDirectory">The directory, or null.</param>
    public static GlueDirectory Create(string? localDirectory = null) => new(
        [.. new[] { localDirectory, Environment.GetEnvironmentVariable(DataVariable), Environment.GetEnvironmentVariable(AssetStore.AssetsVariable) }.OfType<string>().Where(root => root.Length > 0)]);

    /// <summary>The file of a part; null where it is not there.</summary>
    /// <param name="task">The task.</param>
    /// <param name="part">The part.</param>
    public string? Find(GlueTask task, GluePart part)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Candidates(task, part).FirstOrDefault(File.Exists);
    }

    /// <summary>Reads a part.</summary>
    /// <param name="task">The task.</param>
    /// <param name="part">The part.</param>
    /// <exception cref="AssetException">It is not there; the message says where it was looked for.</exception>
    /// <exception cref="InvalidDataException">Something in its file is wrong, as <see cref="GlueTask.ReadFile"/> says.</exception>
    public GlueSet Read(GlueTask task, GluePart part) =>
        task.ReadFile(Find(task, part) ?? throw (task.FilesOf(part).Count == 0 ? new AssetException($"{task} has no part {part}.") : Missing(task, [part], [])));

    /// <summary>
    /// What to train and to measure on: the official parts where they are all there, otherwise the samples of the official training part, which are not mixed with it, since
    /// <see cref="GluePart.SubsetDevelopment"/> is a part of it. Where the official development parts are there and <c>train.tsv</c> is not, it trains on
    /// <see cref="GluePart.SubsetTrain"/>.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <exception cref="AssetException">Official parts are not there, and neither are the samples in their place; the message names both, and says where they were looked for.</exception>
    /// <exception cref="InvalidDataException">Something in a file is wrong, as <see cref="GlueTask.ReadFile"/> says.</exception>
    public GlueSplit ReadSplit(GlueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        bool official = task.DevelopmentParts.All(part => Find(task, part) is not null);
        GluePart training = official && Find(task, GluePart.Train) is not null ? GluePart.Train : GluePart.SubsetTrain;
        IReadOnlyList<GluePart> development = official ? task.DevelopmentParts : [GluePart.SubsetDevelopment];
        GluePart[] missing = [.. development.Prepend(training).Where(part => Find(task, part) is null)];
        return missing.Length == 0
            ? new GlueSplit(Read(task, training), [.. development.Select(part => Read(task, part))], official)
            // The official parts are what there is to be had; the samples only stand in for them.
            : throw Missing(task, [.. task.DevelopmentParts.Prepend(GluePart.Train).Where(part => Find(task, part) is null)], missing);
    }

    private IEnumerable<string> Candidates(GlueTask task, GluePart part) =>
        from root in roots
        from folder in new[] { Path.Combine(root, task.Name), Path.Combine(root, "glue", task.Name) }
        from file in task.FilesOf(part)
        select Path.Combine(folder, file);

    /// <summary>Says that official parts are not there, and samples that would do are not either.</summary>
    private AssetException Missing(GlueTask task, IReadOnlyList<GluePart> parts, IReadOnlyList<GluePart> standIns)
    {
        string Named(GluePart part) => $"{part} of {task} ({string.Join(" or ", task.FilesOf(part))})";
        string what = parts is [var only] ? $"The part {Named(only)} is not there" : $"The parts {string.Join(" and ", parts.Select(Named))} are not there";
        string besides = standIns.Count == 0 ? "" : $", nor the samples that can stand in for {(parts.Count == 1 ? "it" : "them")} ({string.Join(", ", standIns.SelectMany(task.FilesOf))})";
        string tried = roots.Count == 0
            ? " No directory was named."
            : " What was tried:" + string.Concat(parts.Concat(standIns).SelectMany(part => Candidates(task, part)).Select(path => $"{Environment.NewLine}  {path}"));
        return new AssetException($"{what}{besides}.{tried}{Environment.NewLine}Put GLUE's files into a directory with a folder {task} and name it ({DataVariable}).");
    }
}
