using System.Text.RegularExpressions;

namespace AttnGen.Generators.Tests.Documentation;

/// <summary>Each row of the table of known mistakes has a diagnostic with its cases, or a test that shows the mistake refused, or both.</summary>
public sealed partial class MistakesTests
{
    /// <summary>The row, and the tests (<c>Class.Method</c>) of what a session or a loader does; the diagnostics are read from the row.</summary>
    private static readonly Dictionary<string, string[]> Shown = new()
    {
        ["a target that matches nothing, beside one that does"] = ["SessionRefusalTests.A_role_that_the_model_does_not_have_is_named_with_those_it_has"],
        ["a target that some layers lack"] = ["SessionRefusalTests.A_projection_that_some_layer_lacks_is_refused_with_the_layers_path"],
        ["a pattern that matches nothing"] = ["SessionRefusalTests.A_role_that_the_model_does_not_have_is_named_with_those_it_has", "ForeignModelTests.Declarations_that_do_not_fit_the_model_are_listed_and_nothing_changes"],
        ["a renamed module, and adapters that vanish"] = ["PeftFormatTests.Tensors_missing_unknown_or_of_another_shape_are_listed"],
        ["a fused matrix cut in the wrong place"] = [],
        ["nothing trained"] = ["SessionRefusalTests.Nothing_to_train_is_refused"],
        ["the model moved after its optimizer was made"] = ["SessionRefusalTests.A_model_moved_during_the_session_is_refused_at_the_next_step_by_name"],
        ["a head that is not trained, or not saved"] = ["PeftFormatTests.A_saved_adapter_predicts_the_same_on_a_fresh_base_model", "SessionLifeTests.A_step_trains_what_the_strategy_names_and_nothing_else"],
        ["a ratio of rates that is ignored"] = ["ScheduleTests.Lambda_is_four_at_every_step", "SessionLoopTests.A_session_learns_and_the_rates_of_its_named_groups_keep_their_ratio"],
        ["a name that drops a group"] = ["SessionRefusalTests.Parameters_that_the_map_does_not_explain_are_listed"],
        ["empty groups removed, and a schedule that no longer fits"] = ["SessionRefusalTests.A_role_that_the_model_does_not_have_is_named_with_those_it_has"],
        ["a schedule that flattens the groups"] = ["ScheduleTests.Lambda_is_four_at_every_step"],
        ["rates lost when resuming"] = ["RunStateTests.A_state_of_another_run_is_refused_with_all_that_differs_and_nothing_changes", "RunStateTests.Ten_steps_equal_five_saved_and_five_loaded_bit_for_bit"],
        ["only the first group's rate shown"] = ["ConsoleProgressTests.A_terminal_shows_a_bar_with_the_named_rates_within_its_width"],
        ["tied weights"] = ["SessionRefusalTests.Tied_storage_is_refused_where_it_is_trained_and_allowed_where_it_is_not"],
        ["adapter weights missing in a file"] = ["PeftFormatTests.Tensors_missing_unknown_or_of_another_shape_are_listed"],
        ["one parameter in two groups"] = ["SessionRefusalTests.One_layer_in_two_places_is_refused_with_both"],
        ["an empty or all-frozen optimizer"] = ["SessionRefusalTests.Nothing_to_train_is_refused"],
        ["an optimizer state loaded into swapped groups"] = ["RunStateTests.A_state_of_another_run_is_refused_with_all_that_differs_and_nothing_changes"],
        ["`OneCycleLR`, `CyclicLR`, `CosineAnnealingLR(eta_min)`"] = ["ScheduleTests.Lambda_is_four_at_every_step"],
        ["`RegisterComponents()` forgotten, or called too early"] = ["SessionRefusalTests.Parameters_that_are_not_registered_are_listed"],
        ["automatic properties registered as `<Name>k__BackingField`"] = ["GoldenTests.EveryKindOfMember"],
        ["arrays, lists and dictionaries of modules"] = [],
        ["`Tensor` fields as weights"] = [],
        ["a parameter replaced: `Linear.weight = ...`"] = ["SessionRefusalTests.A_replaced_parameter_is_refused_by_name"],
        ["parameters of native modules that are new objects at each look"] = ["SessionRefusalTests.Parameters_that_the_map_does_not_explain_are_listed"],
        ["a module captured by a primary constructor"] = [],
        ["a projection computed past its adapter"] = ["ForeignModelTests.A_first_pass_that_goes_past_an_adapter_is_refused_with_its_path", "PublishedModelTests.Its_attention_goes_past_hooks_which_is_refused_with_every_path"],
        ["a rank above the matrix's"] = ["SessionRefusalTests.A_rank_larger_than_the_matrix_names_it"],
        ["a high rate for V in full tuning"] = ["SessionRefusalTests.A_loss_that_is_not_finite_is_refused"],
    };

    /// <summary>What cannot happen here has nothing to be shown.</summary>
    private const string NotApplicable = "not applicable";

    [Fact]
    public void EachRowIsShown()
    {
        var ids = GeneratorRun.Descriptors.Select(descriptor => descriptor.Id).ToHashSet();
        var rows = File.ReadLines(SourceTree.At("Generators", "Documentation", "Mistakes.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Mistake ", StringComparison.Ordinal) && !line.Contains(NotApplicable, StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();

        Assert.Equal(Shown.Keys.Order(StringComparer.Ordinal), rows.Select(row => row[0]).Order(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            var named = Id().Matches(row[2]).Select(match => match.Value).ToHashSet();
            Assert.Subset(ids, named);
            Assert.True(named.Count + Shown[row[0]].Length > 0, $"Nothing shows '{row[0]}'.");
        }
    }

    [Fact]
    public void EachTestThatIsNamedIsThere()
    {
        var sources = Directory.EnumerateFiles(SourceTree.At("Tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension);
        foreach (var test in Shown.Values.SelectMany(tests => tests))
        {
            var (type, method) = (test.Split('.')[0], test.Split('.')[1]);
            Assert.True(sources[type].Any(file => File.ReadAllText(file).Contains($" {method}(", StringComparison.Ordinal)), $"There is no test {test}.");
        }
    }

    [GeneratedRegex(@"(?<=\[)ATG\d{4}(?=\])")]
    private static partial Regex Id();
}
